using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>Keeps a model as it was at its best score: a copy of its parameters and buffers where they are.</summary>
/// <remarks>Make it when the model is where it stays: moving a model later replaces its parameters.</remarks>
public sealed class BestWeights : IDisposable
{
    private readonly Tensor[] values;
    private Tensor[] kept = [];

    /// <summary>Nothing is kept before the first <see cref="Offer"/>.</summary>
    /// <param name="model">Stays the caller's.</param>
    public BestWeights(nn.Module model) => values = [.. model.parameters(), .. model.buffers()];

    /// <summary>The best score so far; negative infinity before the first.</summary>
    public double Score { get; private set; } = double.NegativeInfinity;

    /// <summary>Keeps the model as it is now if this is its best score yet; among equals the first counts.</summary>
    /// <param name="score">The larger the better; NaN is never better.</param>
    /// <returns>It is the best.</returns>
    public bool Offer(double score)
    {
        if (!(score > Score))
            return false;
        Score = score;
        using (no_grad())
        {
            if (kept.Length == 0)
                kept = [.. values.Select(static value => value.detach().clone().DetachFromDisposeScope())];
            else
                Copy(values, kept);
        }
        return true;
    }

    /// <summary>Gives the model back what was kept.</summary>
    /// <exception cref="InvalidOperationException">Nothing is kept.</exception>
    public void Restore()
    {
        if (double.IsNegativeInfinity(Score))
            throw new InvalidOperationException("there are no best weights before the first score");
        using (no_grad())
            Copy(kept, values);
    }

    /// <summary>Frees the copy.</summary>
    public void Dispose()
    {
        foreach (Tensor value in kept)
            value.Dispose();
        kept = [];
        Score = double.NegativeInfinity;
    }

    private static void Copy(Tensor[] from, Tensor[] to)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach ((Tensor source, Tensor target) in from.Zip(to))
            target.copy_(source);
    }
}
