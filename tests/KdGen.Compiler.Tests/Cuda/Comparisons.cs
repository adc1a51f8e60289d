namespace KdGen.Compiler.Tests.Cuda;

/// <summary>Each loss is compiled once for all tests.</summary>
public sealed class Comparisons : IDisposable
{
    private readonly Dictionary<string, Comparison> made = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Comparison comparison in made.Values)
        {
            comparison.Dispose();
        }
    }

    internal Comparison Of(string loss)
        => made.TryGetValue(loss, out Comparison? comparison) ? comparison : made[loss] = new Comparison(CudaLosses.Graph(loss));
}
