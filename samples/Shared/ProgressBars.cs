using Spectre.Console;
using Spectre.Console.Rendering;

namespace Samples;

/// <summary>A bar a training, with what it says of itself. A line each, also in a narrow terminal: there bars are short and texts are cut.</summary>
internal sealed class ProgressBars(string[] names) : ProgressDisplay
{
    private const int LongestState = 54, ShortestState = 20, LongestBar = 40, ShortestBar = 8, Gaps = 2;

    private ProgressTask[] bars = [];

    public override T Show<T>(Func<T> trainings)
    {
        int all = AnsiConsole.Profile.Width - Gaps;
        int name = Math.Min(names.Max(name => name.Length), Math.Max(all - ShortestBar - ShortestState, 1));
        int bar = Math.Clamp(all - name - LongestState, ShortestBar, LongestBar);
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = bar }, new StateColumn(Math.Max(all - name - bar, 1)))
            .Start(context =>
            {
                bars = [.. names.Select(one => context.AddTask(Markup.Escape(Cut(one, name)), autoStart: false, maxValue: 1))];
                return trainings();
            });
    }

    public override void Report(int index, double share, string state, bool isMilestone)
    {
        ProgressTask bar = bars[index];
        if (!bar.IsStarted)
            bar.StartTask();
        bar.Value = share;
        bar.State.Update<State>(StateColumn.Key, _ => new State(state));
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private readonly record struct State(string Text);

    private sealed class StateColumn(int width) : ProgressColumn
    {
        public const string Key = "state";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(Cut(task.IsStarted ? task.State.Get<State>(Key).Text : "waiting", width));
    }
}
