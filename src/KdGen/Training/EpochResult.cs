namespace KdGen.Training;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">The mean over the epoch's samples, each taken as it was trained on.</param>
/// <param name="TestAccuracy">From 0 to 1, after the epoch.</param>
/// <param name="Duration">Training and evaluation together.</param>
public sealed record EpochResult(int Epoch, double Loss, double TestAccuracy, TimeSpan Duration);
