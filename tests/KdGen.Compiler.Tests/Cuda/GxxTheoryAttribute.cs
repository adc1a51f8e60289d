using Xunit;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>A parameterised test that compiles C++; skipped, with the reason in one line, where there is no compiler.</summary>
public sealed class GxxTheoryAttribute : TheoryAttribute
{
    /// <summary>Sets the reason to skip, if there is one.</summary>
    public GxxTheoryAttribute() => Skip = Gxx.Missing;
}
