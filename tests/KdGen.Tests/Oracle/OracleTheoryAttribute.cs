namespace KdGen.Tests.Oracle;

/// <summary>A parameterised test that asks python3-torch; skipped, with the reason in one line, where that is missing.</summary>
public sealed class OracleTheoryAttribute : TheoryAttribute
{
    /// <summary>Sets the reason to skip, if there is one.</summary>
    public OracleTheoryAttribute() => Skip = PythonTorch.Missing;
}
