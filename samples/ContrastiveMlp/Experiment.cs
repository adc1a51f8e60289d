using KdGen.Training;
using KdGen.Weights;
using Samples;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace ContrastiveMlp;

/// <summary>The teacher's training, the search among settings of the student, and the table that compares the best of each method.</summary>
internal sealed class Experiment(Tables tables, int epochs, int repeats, long seed, CancellationToken cancellation)
{
    private const string StudentFile = "table-student.safetensors";
    private const string TeacherLine = "teacher", RepeatsLine = "best of each, again";

    private bool isWritten;

    /// <summary>What a run that was stopped leaves, in words.</summary>
    public string Left => isWritten ? $"the best student so far is in {Path.GetFullPath(StudentFile)}" : "nothing was written";

    /// <summary>Runs it all and prints what came of it.</summary>
    public void Run()
    {
        IReadOnlyList<Setting> settings = Setting.All;
        string[] lines = [TeacherLine, .. settings.Select(setting => setting.ShortName), RepeatsLine];
        ProgressDisplay display = ProgressDisplay.Create(lines);

        manual_seed(seed);
        using TableTeacher teacher = new TableTeacher().XavierNormal();
        (double[] found, Result[] best) = display.Show(() =>
        {
            using (var training = new TeacherTraining(teacher))
                training.Loop.Run(tables.Train, tables.Validation, epochs, rate: 1e-3, leastRate: 1e-6, seed, Line(0), cancellation);
            double[] scores = [.. settings.Select((setting, i) => Train(setting, teacher, seed, Line(i + 1), static (_, _) => { }))];

            // The best of each method, chosen on the validation rows, again from other first weights: how much of a difference is luck.
            Setting[] chosen = [.. settings.Zip(scores).GroupBy(pair => pair.First.Method).Select(tried => tried.MaxBy(pair => pair.Second).First)];
            return (scores, Results(chosen));
        });

        Print(teacher, settings, found, best);
        Console.WriteLine($"The best student ({best.MaxBy(result => result.Validation)!.Setting.MethodName}) is in {Path.GetFullPath(StudentFile)}");

        Action<double, string, bool> Line(int index) => (share, state, isMilestone) => display.Report(index, share, state, isMilestone);

        Result[] Results(Setting[] chosen)
        {
            double highest = double.NegativeInfinity;
            int done = 0;
            Result Of(Setting setting)
            {
                var scores = new List<BinaryScores>();
                double validation = double.NegativeInfinity;
                for (int i = 0; i < repeats; i++)
                {
                    int before = done++;
                    int all = chosen.Length * repeats;
                    void Report(double share, string state, bool isOver) => Line(lines.Length - 1)((before + share) / all, $"{before + 1} of {all}: {state}", isOver);
                    validation = Math.Max(validation, Train(setting, teacher, seed + 1 + i, Report, (student, f1) =>
                    {
                        scores.Add(Evaluation.Binary(student, tables.Test, cancellationToken: cancellation));
                        if (f1 > highest)
                        {
                            highest = f1;
                            Safetensors.Write(StudentFile, student);
                            isWritten = true;
                        }
                    }));
                }

                return new Result(setting, validation, scores);
            }

            return [.. chosen.Select(Of)];
        }
    }

    /// <summary>Trains a student from first weights of its own.</summary>
    /// <param name="setting">How.</param>
    /// <param name="teacher">Trained.</param>
    /// <param name="seed">Of the first weights and the order of the rows.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="done">Given the student at its best, and its F1 on the validation rows.</param>
    /// <returns>That F1.</returns>
    private double Train(Setting setting, TableTeacher teacher, long seed, Action<double, string, bool> report, Action<nn.Module<Tensor, Tensor>, double> done)
    {
        manual_seed(seed);
        if (setting.IsNarrow)
        {
            using NarrowStudent student = new NarrowStudent().XavierNormal();
            if (setting.Method == Method.Labels)
            {
                using var alone = new NarrowAlone(student);
                return Finish(alone.Loop);
            }

            using var distillation = new NarrowKd(teacher, student);
            distillation.Settings = distillation.Settings with { BceWeight = 1 - setting.KlWeight, BinaryKLWeight = setting.KlWeight, CrdWeight = setting.CrdWeight };
            return Finish(distillation.Loop);
        }
        else
        {
            using TableStudent student = new TableStudent().XavierNormal();
            if (setting.Method == Method.Labels)
            {
                using var alone = new StudentAlone(student);
                return Finish(alone.Loop);
            }

            using var distillation = new StudentKd(teacher, student);
            distillation.Settings = distillation.Settings with { BceWeight = 1 - setting.KlWeight, BinaryKLWeight = setting.KlWeight, CrdWeight = setting.CrdWeight };
            return Finish(distillation.Loop);
        }

        double Finish(TrainingLoop loop)
        {
            double f1 = loop.Run(tables.Train, tables.Validation, epochs, setting.Rate, setting.LeastRate, seed, report, cancellation);
            done(loop.Model, f1);
            return f1;
        }
    }

    private void Print(TableTeacher teacher, IReadOnlyList<Setting> settings, double[] found, Result[] best)
    {
        Table search = NumberTable("student", "validation F1, %");
        foreach ((Setting setting, double f1) in settings.Zip(found).OrderByDescending(pair => pair.Second))
            search.AddRow(setting.Name, $"{100 * f1:F2}");
        AnsiConsole.Write(search);

        Table table = NumberTable("%", "F1", "precision", "recall", "accuracy");
        BinaryScores taught = Evaluation.Binary(teacher, tables.Test, cancellationToken: cancellation);
        table.AddRow("teacher", $"{100 * taught.F1:F2}", $"{100 * taught.Precision:F2}", $"{100 * taught.Recall:F2}", $"{100 * taught.Accuracy:F2}");
        foreach (Result result in best)
        {
            string Of(Func<BinaryScores, double> score) => Percent.Of([.. result.Test.Select(score)]);
            table.AddRow(result.Setting.MethodName, Of(scores => scores.F1), Of(scores => scores.Precision), Of(scores => scores.Recall), Of(scores => scores.Accuracy));
        }

        Console.WriteLine(repeats == 1
            ? "The best setting of each method, trained again, on the test rows:"
            : $"The best setting of each method, trained {repeats} times from other first weights, on the test rows (mean ± deviation):");
        AnsiConsole.Write(table);
    }

    private static Table NumberTable(string first, params string[] numbers)
    {
        Table table = new Table().AddColumn(first);
        foreach (string name in numbers)
            table.AddColumn(name, column => column.RightAligned());
        return table;
    }

    /// <summary>The best setting of a method.</summary>
    private sealed record Result(Setting Setting, double Validation, IReadOnlyList<BinaryScores> Test);
}
