namespace KdGen.Training;

/// <summary>What a run came to.</summary>
/// <param name="TestAccuracy">From 0 to 1, after the last epoch.</param>
/// <param name="Loss">The last epoch's mean.</param>
/// <param name="Epochs">Epochs done, those of phases too.</param>
/// <param name="Steps">Steps done in all of them.</param>
/// <param name="Duration">Training and evaluation together.</param>
/// <param name="History">Every epoch, in order: those of phases, then those of the main training.</param>
public sealed record TrainingResult(
    double TestAccuracy, double Loss, int Epochs, long Steps, TimeSpan Duration, IReadOnlyList<EpochResult> History);
