using KdGen.Data;
using KdGen.Training;
using KdGen.Weights;
using Samples;
using Spectre.Console;
using TorchSharp;

namespace CifarDistillation;

/// <summary>The tutorial's teacher and four students, and the table that compares them.</summary>
internal sealed class Experiment(DirectoryInfo? data, FileInfo? teacherFile, Form form, long seed, CancellationToken cancellation)
{
    /// <summary>Training images that the sample draws.</summary>
    public const int DrawnImages = 10_000;

    private const string TeacherName = "DeepNN (teacher)", MemoryName = "DeepNN's answers";

    private bool isWritten;

    /// <summary>Trains (or loads) the teacher and trains the students, prints the table, writes the student of CE and KD.</summary>
    /// <returns>The exit code: 0, 1 for data or weights that cannot be read or a loss that is no number, 130 after Ctrl+C.</returns>
    public int Run()
    {
        try
        {
            torch.manual_seed(seed);
            using var teacher = new DeepNN();
            if (teacherFile is not null)
            {
                teacher.LoadWeights(teacherFile.FullName);
                Console.WriteLine($"The teacher's weights are those of {teacherFile.FullName}");
            }

            (ImageDataset train, ImageDataset test) = Load();
            TeacherMemory? memory = null;
            Student[] students = Student.All(teacher, () => memory!, train, test, cancellation);
            string[] lines = [.. teacherFile is null ? [TeacherName] : (string[])[], MemoryName, .. students.Select(student => student.Name)];
            ProgressDisplay display = ProgressDisplay.Create(lines);
            try
            {
                Row[] rows = display.Show(() =>
                {
                    Row taught = Teach(teacher, train, test, display);
                    int line = Array.IndexOf(lines, MemoryName);
                    memory = new TeacherMemory(teacher, train, share => display.Report(line, share, $"{100 * share:F0} % of the images", share == 1), cancellation);
                    return (Row[])[taught, .. students.Select((student, i) => Repeat(student, display, line + 1 + i))];
                });
                Print(rows);
            }
            finally
            {
                memory?.Dispose();
            }

            Console.WriteLine($"The {Written}");
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"Stopped; {(isWritten ? $"the {Written}" : "nothing was written")}.");
            return 130;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static string Written => $"student of CE and KD is in {Path.GetFullPath(Student.KdFile)}";

    private (ImageDataset Train, ImageDataset Test) Load()
    {
        (ImageDataset train, ImageDataset test) = data is null
            ? (SyntheticImages.Create(Math.Min(form.Images ?? DrawnImages, DrawnImages), seed: 1), SyntheticImages.Create(DrawnImages / 5, seed: 2))
            : (Cifar10.Train(data.FullName), Cifar10.Test(data.FullName));
        if (form.Images is { } images)
            (train, test) = (train.Take(images), test.Take(Math.Max(images / 5, 1)));
        Console.WriteLine($"{train.Count:N0} training and {test.Count:N0} test images {(data is null ? "drawn by the sample (--data DIR takes CIFAR-10)" : $"of CIFAR-10 in {data.FullName}")}");
        return (train, test);
    }

    private Row Teach(DeepNN teacher, ImageDataset train, ImageDataset test, ProgressDisplay display)
    {
        if (teacherFile is not null)
            return new Row(TeacherName, teacher, [Evaluation.Accuracy(teacher, test, cancellationToken: cancellation)], null);
        using var training = new TeacherTraining(teacher);
        var options = new TrainingOptions { Epochs = form.TeacherEpochs, Seed = seed, Progress = new Reporter(display, 0, 0, 1) };
        TrainingResult result = training.Train(train, test, options, cancellation);
        return new Row(TeacherName, teacher, [result.TestAccuracy], result.Duration);
    }

    /// <summary>Trains a student from the first weights of each seed; the same ones for every student.</summary>
    private Row Repeat(Student student, ProgressDisplay display, int line)
    {
        var accuracies = new List<double>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        torch.nn.Module<torch.Tensor, torch.Tensor>? model = null;
        for (int i = 0; i < form.Seeds; i++)
        {
            model?.Dispose();
            torch.manual_seed(seed + i);
            model = student.Make();
            accuracies.Add(student.Train(model, new TrainingOptions { Epochs = form.Epochs, Seed = seed + i, Progress = new Reporter(display, line, i, form.Seeds) }));
        }

        if (student.File is { } file)
        {
            Safetensors.Write(file, model!);
            isWritten = true;
        }

        using (model)
            return new Row(student.Name, model!, accuracies, clock.Elapsed);
    }

    private void Print(Row[] rows)
    {
        var table = new Table().AddColumn("").AddColumn("accuracy", right => right.RightAligned()).AddColumn("parameters", right => right.RightAligned()).AddColumn("seconds", right => right.RightAligned());
        foreach (Row row in rows)
            table.AddRow(row.Name, $"{Percent.Of(row.Accuracies)} %", $"{row.Parameters:N0}", row.Duration is { } duration ? $"{duration.TotalSeconds:F0}" : "loaded");
        AnsiConsole.Write(table);
        if (form.Seeds > 1)
            Console.WriteLine($"Students: mean ± deviation over the seeds {seed} to {seed + form.Seeds - 1}; of a seed all but the last begin with the same weights.");
    }

    /// <summary>A line of the table; no duration for a model that was not trained here.</summary>
    private sealed record Row(string Name, long Parameters, IReadOnlyList<double> Accuracies, TimeSpan? Duration)
    {
        public Row(string name, torch.nn.Module model, IReadOnlyList<double> accuracies, TimeSpan? duration)
            : this(name, model.parameters().Sum(parameter => parameter.numel()), accuracies, duration)
        {
        }
    }

    /// <summary>One of several trainings that share a line.</summary>
    private sealed class Reporter(ProgressDisplay display, int line, int training, int trainings) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            string measured = value.TestAccuracy is { } accuracy ? $"test {100 * accuracy:F1} %" : $"{value.Remaining.ToString(value.Remaining.TotalHours < 1 ? @"mm\:ss" : @"h\:mm\:ss")} left";
            string state = $"{(value.Phase is { } phase ? $"phase {phase}  " : "")}epoch {value.Epoch}/{value.Epochs}  {measured}  loss {value.Loss:F3}  {value.SamplesPerSecond:F0} images/s";
            display.Report(line, (training + value.Share) / trainings, trainings == 1 ? state : $"{training + 1} of {trainings}  {state}", value.IsEpochOver);
        }
    }
}
