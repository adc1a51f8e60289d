namespace KdGen;

/// <summary>A term of the recipe's loss; the terms add up with their weights.</summary>
/// <param name="kind">The loss.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistillLossAttribute(Kind kind) : Attribute
{
    /// <summary>The loss.</summary>
    public Kind Kind { get; } = kind;

    /// <summary>The factor of this term in the sum; 1 unless set.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The temperature that logits are divided by, above 0; 1 unless set. Only <see cref="Kind.KL"/> has one.</summary>
    public double T { get; set; } = 1;
}

/// <summary>A term between two stages: what the student's gives is compared with what the teacher's gives, of the same shape or brought to it by <see cref="Project"/>.</summary>
/// <typeparam name="TTeacherStage">A stage of the teacher.</typeparam>
/// <typeparam name="TStudentStage">A stage of the student.</typeparam>
/// <param name="kind">The loss, one that compares features: <see cref="Kind.Hint"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistillLossAttribute<TTeacherStage, TStudentStage>(Kind kind) : Attribute
    where TTeacherStage : class
    where TStudentStage : class
{
    /// <summary>The loss.</summary>
    public Kind Kind { get; } = kind;

    /// <summary>The factor of this term in the sum, for each pair of layers; 1 unless set.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>
    /// Both sides are taken before their last activation: what enters the activation that the stage (or its last block) ends with; where it ends with none, as in pre-activation networks, what the
    /// norm gives that stands first behind it. False unless set.
    /// </summary>
    public bool PreAct { get; set; }

    /// <summary>Blocks of the teacher's stage, which is a Repeat, counted from 0: their outputs instead of the stage's. Each goes with the block at the same position of <see cref="StudentLayers"/>.</summary>
    public int[] TeacherLayers { get; set; } = [];

    /// <summary>Blocks of the student's stage, as many as <see cref="TeacherLayers"/>.</summary>
    public int[] StudentLayers { get; set; } = [];

    /// <summary>What brings the student's feature to the shape of the teacher's, one for each pair of layers; nothing unless set.</summary>
    public Projector Project { get; set; } = Projector.None;
}
