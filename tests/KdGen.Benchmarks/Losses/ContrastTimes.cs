namespace KdGen.Benchmarks.Losses;

/// <summary>What a way to the contrastive loss took for so many samples in the bank: milliseconds of the fastest round, those of PyTorch with the usual copy, megabytes at the peak of a call.</summary>
internal sealed record ContrastTimes(string Way, int Samples, double Ours, double PyTorch, double Megabytes);
