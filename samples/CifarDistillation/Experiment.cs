using KdGen.Data;
using KdGen.Training;
using KdGen.Weights;
using Spectre.Console;
using TorchSharp;

namespace CifarDistillation;

/// <summary>The three trainings of the tutorial, and the table that compares them.</summary>
internal static class Experiment
{
    /// <summary>Epochs of the short form: a teacher that is ahead of its students is what makes distillation worth it.</summary>
    public const int ShortTeacherEpochs = 5, ShortStudentEpochs = 3;

    /// <summary>Training images of the short form, and of the drawn data.</summary>
    public const int ShortImages = 10_000;

    private const string StudentFile = "light-nn.safetensors";

    /// <summary>Trains (or loads) the teacher and trains the students, prints the table, writes the student.</summary>
    /// <returns>The exit code: 0, 1 for data or weights that cannot be read or a loss that is no number, 130 after Ctrl+C.</returns>
    public static int Run(DirectoryInfo? data, FileInfo? teacherFile, int? epochs, int seed, bool full, CancellationToken cancellation)
    {
        try
        {
            // The same seed before each network: both students start from the same weights.
            torch.manual_seed(seed);
            using var teacher = new DeepNN();
            if (teacherFile is not null)
            {
                teacher.LoadWeights(teacherFile.FullName);
                Console.WriteLine($"The teacher's weights are those of {teacherFile.FullName}");
            }

            torch.manual_seed(seed);
            using var alone = new LightNN();
            torch.manual_seed(seed);
            using var distilled = new LightNN();

            (ImageDataset train, ImageDataset test) = Load(data, full);
            string[] lines = teacherFile is null ? ["DeepNN (teacher)", "LightNN alone", "LightNN distilled"] : ["LightNN alone", "LightNN distilled"];
            ProgressDisplay display = ProgressDisplay.Create(lines);
            TrainingOptions Options(string line, int shortEpochs) =>
                new() { Epochs = epochs ?? (full ? null : shortEpochs), Seed = seed, Progress = display.Line(Array.IndexOf(lines, line)) };

            using var studentAlone = new StudentAlone(alone);
            using var distillation = new TutorialKd(teacher, distilled);
            Row[] rows = display.Show(() => (Row[])
            [
                teacherFile is null ? TrainTeacher() : new Row(teacher, Evaluation.Accuracy(teacher, test, cancellationToken: cancellation), null),
                new Row(alone, studentAlone.Train(train, test, Options("LightNN alone", ShortStudentEpochs), cancellation)),
                new Row(distilled, distillation.Train(train, test, Options("LightNN distilled", ShortStudentEpochs), cancellation)),
            ]);

            Print(rows);
            Safetensors.Write(StudentFile, distilled);
            Console.WriteLine($"The distilled student is in {Path.GetFullPath(StudentFile)}");
            return 0;

            Row TrainTeacher()
            {
                using var training = new TeacherTraining(teacher);
                return new Row(teacher, training.Train(train, test, Options("DeepNN (teacher)", ShortTeacherEpochs), cancellation));
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped; nothing was written.");
            return 130;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static (ImageDataset Train, ImageDataset Test) Load(DirectoryInfo? data, bool full)
    {
        ImageDataset train, test;
        if (data is null)
        {
            (train, test) = (SyntheticImages.Create(ShortImages, seed: 1), SyntheticImages.Create(ShortImages / 5, seed: 2));
        }
        else
        {
            (train, test) = (Cifar10.Train(data.FullName), Cifar10.Test(data.FullName));
            if (!full)
            {
                (train, test) = (train.Take(ShortImages), test.Take(ShortImages / 5));
            }
        }

        Console.WriteLine($"{train.Count:N0} training and {test.Count:N0} test images {(data is null ? "drawn by the sample (--data DIR takes CIFAR-10)" : $"of CIFAR-10 in {data.FullName}")}");
        return (train, test);
    }

    private static void Print(Row[] rows)
    {
        var table = new Table().AddColumn("").AddColumn("accuracy", right => right.RightAligned()).AddColumn("parameters", right => right.RightAligned()).AddColumn("seconds", right => right.RightAligned());
        string[] names = ["DeepNN (teacher)", "LightNN alone", "LightNN distilled"];
        foreach ((string name, Row row) in names.Zip(rows))
        {
            long parameters = row.Model.parameters().Sum(parameter => parameter.numel());
            table.AddRow(name, $"{100 * row.Accuracy:F2} %", $"{parameters:N0}", row.Duration is { } duration ? $"{duration.TotalSeconds:F0}" : "loaded");
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A line of the table; no duration for a model that was not trained here.</summary>
    private sealed record Row(torch.nn.Module Model, double Accuracy, TimeSpan? Duration)
    {
        public Row(torch.nn.Module model, TrainingResult result)
            : this(model, result.TestAccuracy, result.Duration)
        {
        }
    }
}
