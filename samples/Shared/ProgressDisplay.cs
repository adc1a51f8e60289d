using Spectre.Console;

namespace Samples;

/// <summary>Shows how trainings come along: bars in a terminal, plain lines elsewhere.</summary>
internal abstract class ProgressDisplay
{
    public static ProgressDisplay Create(params string[] names) =>
        AnsiConsole.Profile.Out.IsTerminal ? new ProgressBars(names) : new ProgressLines(names);

    /// <summary>Runs the trainings on this thread and shows what they report meanwhile.</summary>
    public virtual T Show<T>(Func<T> trainings) => trainings();

    /// <summary>How far a training is; only while <see cref="Show{T}"/> runs.</summary>
    /// <param name="index">Its name's place.</param>
    /// <param name="share">The share that is done, from 0 to 1.</param>
    /// <param name="state">In words.</param>
    /// <param name="isMilestone">Logs show it: an epoch is over.</param>
    public abstract void Report(int index, double share, string state, bool isMilestone);
}
