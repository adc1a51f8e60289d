namespace KdGen.Training;

/// <summary>How far a run is.</summary>
/// <param name="Epoch">The epoch, from 1, in each phase anew.</param>
/// <param name="Epochs">Epochs in the phase; without phases those of the run.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps in an epoch.</param>
/// <param name="Samples">Samples seen in this epoch.</param>
/// <param name="Loss">The mean over those samples.</param>
/// <param name="SamplesPerSecond">Of this epoch's training, without evaluation.</param>
/// <param name="Remaining">Time that is left to the end of the run, at this rate and with the evaluations to come.</param>
/// <param name="TestAccuracy">From 0 to 1; set once the epoch is over and measured.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, long Samples, double Loss, double SamplesPerSecond, TimeSpan Remaining, double? TestAccuracy)
{
    /// <summary>The phase before the main training, from 1; null in the main training.</summary>
    public int? Phase { get; init; }

    /// <summary>The share of the run's samples that is seen, of all its phases and epochs, from 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>The epoch is over: measured, unless its phase trains no logits.</summary>
    public bool IsEpochOver { get; init; }
}
