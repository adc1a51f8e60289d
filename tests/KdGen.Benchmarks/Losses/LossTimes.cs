namespace KdGen.Benchmarks.Losses;

/// <summary>What a loss took in each of its ways, microseconds: the fastest of the rounds, which went in turn.</summary>
/// <param name="Floor">Reading both logits and writing a gradient, nothing else.</param>
/// <param name="Fused">The fused form with the widest vectors of the processor.</param>
/// <param name="Fused256">The same with 256 bits.</param>
internal sealed record LossTimes(string Loss, int Rows, int Classes, int Threads, double Floor, double Fused, double Fused256, double Composed, double Hand, double PyTorch)
{
    public double NanosecondsAnElement => Fused * 1e3 / ((double)Rows * Classes);

    public double NanosecondsAnElement256 => Fused256 * 1e3 / ((double)Rows * Classes);
}
