using KdGen.Data;
using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CifarDistillation;

/// <summary>A row of the table: a student that is made fresh for each seed, and how it is trained.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Make">A student with first weights from torch's random numbers.</param>
/// <param name="Train">Trains it; its accuracy on the test images.</param>
internal sealed record Student(string Name, Func<nn.Module<Tensor, Tensor>> Make, Func<nn.Module<Tensor, Tensor>, TrainingOptions, double> Train)
{
    /// <summary>Where the student of CE and KD goes.</summary>
    public const string KdFile = "light-nn.safetensors";

    /// <summary>The file that the student of the last seed is written to; null for none.</summary>
    public string? File { get; init; }

    /// <summary>The tutorial's four, in its order.</summary>
    public static Student[] All(DeepNN teacher, Func<TeacherMemory> memory, IDataset train, IDataset test, CancellationToken cancellation)
    {
        double Remembering(nn.Module<Tensor, Tensor> student, Func<Batch, Tensor> step, TrainingOptions options)
            => TeacherMemory.Train(student, step, TutorialKd.BatchSize, train, test, options, cancellation);
        return
        [
            new("LightNN alone, CE", () => new LightNN(), (student, options) =>
            {
                using var alone = new StudentAlone((LightNN)student);
                return alone.Train(train, test, options, cancellation).TestAccuracy;
            }),
            new("LightNN, CE and KD", () => new LightNN(), (student, options) =>
            {
                using var recipe = new TutorialKd(teacher, (LightNN)student);
                return Remembering(student, batch => recipe.Step(batch, memory()), options);
            }) { File = KdFile },
            new("LightNN, CE and cosine", () => new StagedLightNN(), (student, options) =>
            {
                using var recipe = new TutorialCosine(teacher, (StagedLightNN)student);
                return Remembering(student, batch => recipe.Step(batch, memory()), options);
            }),
            new("LightNN, CE and regressor", () => new RegressorLightNN(), (student, options) =>
            {
                using var recipe = new TutorialRegressor(teacher, (RegressorLightNN)student);
                return Remembering(student, batch => recipe.Step(batch, memory()), options);
            }),
        ];
    }
}
