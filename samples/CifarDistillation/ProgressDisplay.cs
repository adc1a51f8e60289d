using KdGen.Training;
using Spectre.Console;

namespace CifarDistillation;

/// <summary>Shows how the trainings come along: bars in a terminal, plain lines elsewhere.</summary>
internal abstract class ProgressDisplay
{
    public static ProgressDisplay Create(params string[] names) =>
        AnsiConsole.Profile.Out.IsTerminal ? new ProgressBars(names) : new ProgressLines(names);

    /// <summary>Where the training with this number reports; only while <see cref="Show{T}"/> runs.</summary>
    public abstract IProgress<TrainingProgress> Line(int index);

    /// <summary>Runs the trainings on this thread and shows what they report.</summary>
    public virtual T Show<T>(Func<T> trainings) => trainings();

    /// <summary>"epoch 2/3  loss 1.234  812 images/s  00:41 left", with the test accuracy in place of the time once an epoch is over.</summary>
    protected static string Describe(TrainingProgress progress) =>
        $"epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:F3}  {progress.SamplesPerSecond:F0} images/s  "
        + (progress.TestAccuracy is { } accuracy ? $"test {100 * accuracy:F1} %" : $"{progress.Remaining.ToString(progress.Remaining.TotalHours < 1 ? @"mm\:ss" : @"h\:mm\:ss")} left");

    /// <summary>Steps done and steps in all, over the whole training.</summary>
    protected static (int Done, int All) Steps(TrainingProgress progress) => (((progress.Epoch - 1) * progress.Steps) + progress.Step, progress.Epochs * progress.Steps);

    /// <summary>Calls a method on the thread that reports; <see cref="Progress{T}"/> would post to the pool and change the order.</summary>
    protected sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
