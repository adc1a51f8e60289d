using KdGen.Training;

namespace KdGen.Tests.Training;

/// <summary>Keeps what is reported, in order; <see cref="Progress{T}"/> would post it to other threads.</summary>
internal sealed class Reports(Action<TrainingProgress>? seen = null) : IProgress<TrainingProgress>
{
    public List<TrainingProgress> All { get; } = [];

    public void Report(TrainingProgress value)
    {
        All.Add(value);
        seen?.Invoke(value);
    }
}
