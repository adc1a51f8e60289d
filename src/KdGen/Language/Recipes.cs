namespace KdGen;

/// <summary>A recipe that trains a student from a frozen teacher: its class gets <c>Loss</c>, <c>Step</c> and <c>Train</c>.</summary>
/// <typeparam name="TTeacher">The teacher: evaluation mode, no gradients.</typeparam>
/// <typeparam name="TStudent">The model that learns.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DistillAttribute<TTeacher, TStudent> : Attribute
    where TTeacher : class
    where TStudent : class
{
    /// <summary>
    /// The teacher's weights: a safetensors file, a PyTorch checkpoint, or the program itself for a teacher that is a <c>torch.jit.ScriptModule</c>. The recipe then has a
    /// constructor that takes the student alone. A relative path is looked for in the working directory, then beside the program. A file of the project is checked by the build (KDG3003).
    /// </summary>
    public string? TeacherWeights { get; set; }
}

/// <summary>A recipe that trains a model on labels alone, with cross-entropy: for teachers, and for the baseline that a distilled student is measured against.</summary>
/// <typeparam name="TModel">The model that learns.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TrainAttribute<TModel> : Attribute
    where TModel : class;

/// <summary>Passes over the training data; 10 when the recipe does not say.</summary>
/// <param name="count">At least 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EpochsAttribute(int count) : Attribute
{
    /// <summary>Passes over the training data.</summary>
    public int Count { get; } = count;
}

/// <summary>
/// A phase of the training before the main one: in it the terms count that say <c>Phase = 1</c>, and those alone, with a fresh optimizer of the recipe's kind. Phases count from 1 without gaps
/// and run in that order; terms without a phase are those of the main training.
/// </summary>
/// <param name="number">Which phase, from 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PhaseAttribute(int number) : Attribute
{
    /// <summary>Which phase, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>Passes over the training data in this phase, at least 1; 10 unless set.</summary>
    public int Epochs { get; set; } = 10;
}

/// <summary>Samples a step; 128 when the recipe does not say.</summary>
/// <param name="size">At least 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BatchAttribute(int size) : Attribute
{
    /// <summary>Samples a step.</summary>
    public int Size { get; } = size;
}
