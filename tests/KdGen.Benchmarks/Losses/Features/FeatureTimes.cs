namespace KdGen.Benchmarks.Losses.Features;

/// <summary>What a loss took in each of its ways: microseconds of the fastest round, megabytes at the peak of a call.</summary>
internal sealed record FeatureTimes(
    string Loss, string Shapes, double Ours, double Operators, double Hand, double PyTorch, double Megabytes, double MegabytesOfOperators, double MegabytesByHand, double MegabytesOfPyTorch);
