using KdGen.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CifarDistillation;

/// <summary>A bar a training, with loss, rate and the time left.</summary>
internal sealed class ProgressBars(string[] names) : ProgressDisplay
{
    private ProgressTask[] bars = [];

    public override T Show<T>(Func<T> trainings) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = Math.Clamp(AnsiConsole.Profile.Width - StateColumn.Width - names.Max(name => name.Length), 8, 40) }, new StateColumn())
            .Start(context =>
            {
                bars = [.. names.Select(name => context.AddTask(name, autoStart: false))];
                return trainings();
            });

    public override IProgress<TrainingProgress> Line(int index) => new Reporter(progress =>
    {
        ProgressTask bar = bars[index];
        (int done, int all) = Steps(progress);
        if (!bar.IsStarted)
        {
            bar.MaxValue = all;
            bar.StartTask();
        }

        bar.Value = done;
        bar.State.Update<TrainingProgress>(StateColumn.Key, _ => progress);
    });

    private sealed class StateColumn : ProgressColumn
    {
        public const string Key = "state";

        /// <summary>Characters the longest state takes, with the spaces around the bar.</summary>
        public const int Width = 54;

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.IsStarted ? Describe(task.State.Get<TrainingProgress>(Key)) : "waiting");
    }
}
