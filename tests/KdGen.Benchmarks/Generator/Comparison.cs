namespace KdGen.Benchmarks.Generator;

/// <summary>Something that the generator or analyzer does, beside the empty generator's doing it where that does anything, and what it may cost.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of all values: "ms", "us" or "KB".</param>
/// <param name="Ours">Every round of ours.</param>
/// <param name="Empty">Every round of the empty generator, taken in turn with ours; none where it has no part in it.</param>
/// <param name="Budget">What is allowed, in words; it speaks of the difference where there is one.</param>
internal sealed record Comparison(string Name, string Unit, double[] Ours, double[] Empty, string Budget)
{
    public double Median => Quantile(Ours, 0.5);

    public static double Quantile(double[] values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];
    }

    /// <summary>The difference to the empty generator where that counts, else ours.</summary>
    public double Increment(double part) => Quantile(Ours, part) - (Empty.Length == 0 ? 0 : Quantile(Empty, part));
}
