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

    /// <summary>Trains, prints the table, writes the student.</summary>
    /// <returns>The exit code: 0, 1 for data that cannot be read or a loss that is no number, 130 after Ctrl+C.</returns>
    public static int Run(DirectoryInfo? data, int? epochs, int seed, bool full, CancellationToken cancellation)
    {
        try
        {
            (ImageDataset train, ImageDataset test) = Load(data, full);
            ProgressDisplay display = ProgressDisplay.Create("DeepNN (teacher)", "LightNN alone", "LightNN distilled");

            // The same seed before each network: both students start from the same weights.
            torch.manual_seed(seed);
            using var teacher = new DeepNN();
            torch.manual_seed(seed);
            using var alone = new LightNN();
            torch.manual_seed(seed);
            using var distilled = new LightNN();

            using var teacherTraining = new TeacherTraining(teacher);
            using var studentAlone = new StudentAlone(alone);
            using var distillation = new TutorialKd(teacher, distilled);
            TrainingOptions Options(int line, int shortEpochs) => new() { Epochs = epochs ?? (full ? null : shortEpochs), Seed = seed, Progress = display.Line(line) };
            TrainingResult[] results = display.Show(() => (TrainingResult[])
            [
                teacherTraining.Train(train, test, Options(0, ShortTeacherEpochs), cancellation),
                studentAlone.Train(train, test, Options(1, ShortStudentEpochs), cancellation),
                distillation.Train(train, test, Options(2, ShortStudentEpochs), cancellation),
            ]);

            Print(results, [teacher, alone, distilled]);
            Safetensors.Write(StudentFile, distilled);
            Console.WriteLine($"The distilled student is in {Path.GetFullPath(StudentFile)}");
            return 0;
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

    private static void Print(TrainingResult[] results, torch.nn.Module[] models)
    {
        var table = new Table().AddColumn("").AddColumn("accuracy", right => right.RightAligned()).AddColumn("parameters", right => right.RightAligned()).AddColumn("seconds", right => right.RightAligned());
        string[] names = ["DeepNN (teacher)", "LightNN alone", "LightNN distilled"];
        for (int i = 0; i < names.Length; i++)
        {
            long parameters = models[i].parameters().Sum(parameter => parameter.numel());
            table.AddRow(names[i], $"{100 * results[i].TestAccuracy:F2} %", $"{parameters:N0}", $"{results[i].Duration.TotalSeconds:F0}");
        }

        AnsiConsole.Write(table);
    }
}
