namespace KdGen;

/// <summary>
/// A term of the recipe's loss; the terms add up with their weights. Which options a loss has stands at its <see cref="KdGen.Kind"/>; one that it does not have is a warning (KDG2013). Those that are not
/// written are what the loss's paper or its reference code uses.
/// </summary>
/// <param name="kind">The loss.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistillLossAttribute(Kind kind) : Attribute
{
    /// <summary>A loss of one's own.</summary>
    /// <param name="type">The class with the method.</param>
    /// <param name="method">A method of it that is marked <see cref="LossAttribute">[Loss]</see>: <c>nameof(MyLosses.Focal)</c>.</param>
    public DistillLossAttribute(Type type, string method)
        : this(default(Kind)) => (Kind, Type, Method) = (null, type, method);

    /// <summary>The loss; null for one of one's own.</summary>
    public Kind? Kind { get; } = kind;

    /// <summary>The class with a loss of one's own.</summary>
    public Type? Type { get; }

    /// <summary>The method that is a loss of one's own.</summary>
    public string? Method { get; }

    /// <summary>The factor of this term in the sum, at least 0; 1 unless set. A run may change it, see the recipe's <c>Settings</c>.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The temperature that logits are divided by, above 0; unless set the loss's own. Every loss that reads the teacher's distribution has one. A run may change one that is written.</summary>
    public double T { get; set; } = 1;

    /// <summary>The student's logits that this term reads: a stage that gives a vector of classes, <c>nameof(DeiT.Dist)</c>. The model's result unless set.</summary>
    public string? Student { get; set; }

    /// <summary>The teacher's logits that this term reads, named in the same way. The model's result unless set.</summary>
    public string? Teacher { get; set; }

    /// <summary>CE: the share of the target that is spread over all classes, 0 to 1; 0 unless set.</summary>
    public double LabelSmoothing { get; set; }

    /// <summary>CE, MultiMargin: a weight of each class, at least 0, as many as there are classes; all 1 unless set.</summary>
    public double[] ClassWeights { get; set; } = [];

    /// <summary>CE, BCE: the label of samples that no term with labels counts; -100 unless set. It holds for all terms of the recipe.</summary>
    public int IgnoreIndex { get; set; } = -100;

    /// <summary>CE, BCE: the labels are probabilities of the classes, [B, C], as mixing of samples makes them; false unless set. Terms that need a class take the most probable one.</summary>
    public bool SoftTargets { get; set; }

    /// <summary>DKD: the weight of the part about the label's class, at least 0; 1 unless set.</summary>
    public double Alpha { get; set; } = 1;

    /// <summary>JSD: the teacher's share of the mixture, 0 to 1; 0.5 unless set. DKD: the weight of the part about the other classes; 8 unless set. DIST: the weight of the relations between classes; 1 unless set.</summary>
    public double Beta { get; set; } = 1;

    /// <summary>NKD: the weight of the part about the other classes, at least 0; 1.5 unless set. DIST: the weight of the relations between samples; 1 unless set.</summary>
    public double Gamma { get; set; } = 1;

    /// <summary>MultiMargin: by how much the label's logit is to exceed all others; 1 unless set.</summary>
    public double Margin { get; set; } = 1;

    /// <summary>MultiMargin: the power of what is missing, 1 or 2; 1 unless set.</summary>
    public int P { get; set; } = 1;

    /// <summary>MFT: the probability by which the label's class is to lead in the corrected teacher; 0.2 unless set.</summary>
    public double Threshold { get; set; } = 0.2;

    /// <summary>TopKKL: how many of the teacher's classes count, at least 1, all where there are fewer; 10 unless set.</summary>
    public int K { get; set; } = 10;

    /// <summary>TopKKL: what is left over counts as one more class; false unless set: the probabilities of the K classes are made to sum to 1.</summary>
    public bool Tail { get; set; }

    /// <summary>KL, DKD: both models' logits are brought to mean 0 and standard deviation 1 in each sample before the division by T; false unless set.</summary>
    public bool Standardize { get; set; }

    /// <summary>The epochs in which the weight grows from 0 in equal steps to what it is, counted from <see cref="From"/>; 0 unless set.</summary>
    public int WarmUp { get; set; }

    /// <summary>The first epoch in which the term counts; 1, the first of all, unless set.</summary>
    public int From { get; set; } = 1;

    /// <summary>The last epoch in which the term counts; the last of all unless set.</summary>
    public int Until { get; set; }

    /// <summary>How the weight gets to <see cref="EndWeight"/>, between <see cref="From"/> and <see cref="Until"/>; it stays what it is unless set.</summary>
    public Schedule Schedule { get; set; }

    /// <summary>The weight of the last epoch in which the term counts, at least 0; 0 unless set. Needs a <see cref="Schedule"/>.</summary>
    public double EndWeight { get; set; }
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

    /// <summary>The epochs in which the weight grows from 0 in equal steps to what it is, counted from <see cref="From"/>; 0 unless set.</summary>
    public int WarmUp { get; set; }

    /// <summary>The first epoch in which the term counts; 1, the first of all, unless set.</summary>
    public int From { get; set; } = 1;

    /// <summary>The last epoch in which the term counts; the last of all unless set.</summary>
    public int Until { get; set; }

    /// <summary>How the weight gets to <see cref="EndWeight"/>, between <see cref="From"/> and <see cref="Until"/>; it stays what it is unless set.</summary>
    public Schedule Schedule { get; set; }

    /// <summary>The weight of the last epoch in which the term counts, at least 0; 0 unless set. Needs a <see cref="Schedule"/>.</summary>
    public double EndWeight { get; set; }
}
