using Xunit;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>A test that compiles C++; skipped, with the reason in one line, where there is no compiler.</summary>
public sealed class GxxFactAttribute : FactAttribute
{
    /// <summary>Sets the reason to skip, if there is one.</summary>
    public GxxFactAttribute() => Skip = Gxx.Missing;
}
