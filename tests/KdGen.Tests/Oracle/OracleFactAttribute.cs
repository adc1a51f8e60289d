namespace KdGen.Tests.Oracle;

/// <summary>A test that asks python3-torch; skipped, with the reason in one line, where that is missing.</summary>
public sealed class OracleFactAttribute : FactAttribute
{
    /// <summary>Sets the reason to skip, if there is one.</summary>
    public OracleFactAttribute() => Skip = PythonTorch.Missing;
}
