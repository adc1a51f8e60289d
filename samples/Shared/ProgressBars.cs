using Spectre.Console;
using Spectre.Console.Rendering;

namespace Samples;

/// <summary>A bar a training, with what it says of itself.</summary>
internal sealed class ProgressBars(string[] names) : ProgressDisplay
{
    private ProgressTask[] bars = [];

    public override T Show<T>(Func<T> trainings) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = Math.Clamp(AnsiConsole.Profile.Width - StateColumn.Width - names.Max(name => name.Length), 8, 40) }, new StateColumn())
            .Start(context =>
            {
                bars = [.. names.Select(name => context.AddTask(Markup.Escape(name), autoStart: false, maxValue: 1))];
                return trainings();
            });

    public override void Report(int index, double share, string state, bool isMilestone)
    {
        ProgressTask bar = bars[index];
        if (!bar.IsStarted)
            bar.StartTask();
        bar.Value = share;
        bar.State.Update<State>(StateColumn.Key, _ => new State(state));
    }

    private readonly record struct State(string Text);

    private sealed class StateColumn : ProgressColumn
    {
        public const string Key = "state";

        /// <summary>Characters the longest state takes, with the spaces around the bar.</summary>
        public const int Width = 54;

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.IsStarted ? task.State.Get<State>(Key).Text : "waiting");
    }
}
