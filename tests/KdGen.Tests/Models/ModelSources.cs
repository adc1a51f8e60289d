using System.Reflection;
using System.Runtime.CompilerServices;
using Models;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Models;

/// <summary>Where the declarations of the models lie, and the same models in PyTorch.</summary>
internal static class ModelSources
{
    /// <summary>The folder with models.py and record.py.</summary>
    public static string Tests { get; } = Path.GetDirectoryName(ThisFile())!;

    /// <summary>samples/Models.</summary>
    public static string Declarations { get; } = Path.GetFullPath(Path.Combine(Tests, "../../../samples/Models"));

    /// <summary>A model of samples/Models by the name of its class, with fresh weights.</summary>
    public static nn.Module<Tensor, Tensor> Create(string name)
    {
        Type type = typeof(ResNet20).Assembly.GetType($"Models.{name}") ?? throw new ArgumentException($"samples/Models declares no {name}", nameof(name));
        ConstructorInfo constructor = type.GetConstructors().Single();
        return (nn.Module<Tensor, Tensor>)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
