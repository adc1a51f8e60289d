namespace KdGen;

/// <summary>While training, sets each value to zero with probability <paramref name="p"/> and scales the others by 1 / (1 - p); does nothing in evaluation.</summary>
/// <param name="p">The probability, at least 0 and below 1.</param>
public sealed class DropoutAttribute(double p = 0.5) : LayerAttribute
{
    /// <summary>The probability of a zero.</summary>
    public double P { get; } = p;
}
