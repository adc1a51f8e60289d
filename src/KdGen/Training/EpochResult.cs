namespace KdGen.Training;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">From 1, in each phase anew.</param>
/// <param name="Loss">The mean over the epoch's samples, each taken as it was trained on.</param>
/// <param name="TestAccuracy">From 0 to 1, after the epoch; null where it was not measured: in a phase whose terms do not read the logits there is nothing to measure yet.</param>
/// <param name="Duration">Training and evaluation together.</param>
public sealed record EpochResult(int Epoch, double Loss, double? TestAccuracy, TimeSpan Duration)
{
    /// <summary>The phase before the main training that it belongs to, from 1; null in the main training.</summary>
    public int? Phase { get; init; }
}
