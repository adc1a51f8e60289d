namespace CifarDistillation;

/// <summary>How much a run trains.</summary>
/// <param name="Images">Training images; null for all.</param>
/// <param name="TeacherEpochs">Epochs of the teacher; null for the recipe's.</param>
/// <param name="Epochs">Epochs of each student; null for the recipe's.</param>
/// <param name="Seeds">Trainings of each student.</param>
internal sealed record Form(int? Images, int? TeacherEpochs, int? Epochs, int Seeds)
{
    /// <summary>About two minutes with a trained teacher: a teacher that is ahead of its students is what makes distillation worth it.</summary>
    public static Form Short { get; } = new(10_000, 5, 4, 3);

    /// <summary>Some seconds, to see that it runs.</summary>
    public static Form Quick { get; } = new(512, 1, 1, 1);

    /// <summary>As the tutorial has it.</summary>
    public static Form Full { get; } = new(null, null, null, 1);
}
