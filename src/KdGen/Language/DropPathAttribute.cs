namespace KdGen;

/// <summary>
/// Stochastic depth (Huang et al., 2016): while training, sets each sample of the batch to zero with probability <paramref name="p"/> and scales the others by
/// 1 / (1 - p); does nothing in evaluation. Put it before Residual.
/// </summary>
/// <param name="p">The probability, at least 0 and below 1.</param>
public sealed class DropPathAttribute(double p) : LayerAttribute
{
    /// <summary>The probability of a zero.</summary>
    public double P { get; } = p;
}
