using KdGen.Training;

namespace CifarDistillation;

/// <summary>A line a training every ten seconds and after every epoch, for logs.</summary>
internal sealed class ProgressLines(string[] names) : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private DateTime next = DateTime.MinValue;

    public override IProgress<TrainingProgress> Line(int index) => new Reporter(progress =>
    {
        if (progress.TestAccuracy is null && DateTime.UtcNow < next)
        {
            return;
        }

        (int done, int all) = Steps(progress);
        next = DateTime.UtcNow + Interval;
        Console.WriteLine($"{names[index]}  {100.0 * done / all,3:F0} %  {Describe(progress)}");
    });
}
