namespace Samples;

/// <summary>A line a training every ten seconds and at every milestone, for logs.</summary>
internal sealed class ProgressLines(string[] names) : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly int width = names.Max(name => name.Length);

    private DateTime next = DateTime.MinValue;

    public override void Report(int index, double share, string state, bool isMilestone)
    {
        if (!isMilestone && DateTime.UtcNow < next)
            return;
        next = DateTime.UtcNow + Interval;
        Console.WriteLine($"{names[index].PadRight(width)}  {100 * share,3:F0} %  {state}");
    }
}
