namespace KdGen.EndToEnd.Tests;

/// <summary>A test that needs the real TorchSharp: KDGEN_TORCHSHARP_DLL names its TorchSharp.dll.</summary>
internal sealed class TorchSharpFactAttribute : FactAttribute
{
    public TorchSharpFactAttribute()
    {
        if (!File.Exists(Dll))
        {
            Skip = "set KDGEN_TORCHSHARP_DLL to the path of a TorchSharp.dll";
        }
    }

    public static string? Dll { get; } = Environment.GetEnvironmentVariable("KDGEN_TORCHSHARP_DLL");
}
