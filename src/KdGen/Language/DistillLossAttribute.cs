namespace KdGen;

/// <summary>
/// A term of the recipe's loss; the terms add up with their weights. Which options a loss has stands at its <see cref="KdGen.Kind"/>; one that it does not have is a warning (KDG2013). Those that are not
/// written are what the loss's paper or its reference code uses.
/// </summary>
/// <param name="kind">The loss.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistillLossAttribute(Kind kind) : LossTermAttribute
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

    /// <summary>
    /// The student's stage that this term reads, <c>nameof(DeiT.Dist)</c>: of a loss over logits one that gives a vector of classes, the model's result unless set; of a loss between stages the one that is compared.
    /// </summary>
    public string? Student { get; set; }

    /// <summary>The teacher's, named in the same way.</summary>
    public string? Teacher { get; set; }

    /// <summary>Stages of the student that a loss between stages compares, the one nearest to the input first: <c>[nameof(ResNet20.Stage1), nameof(ResNet20.Stage2)]</c>. Each goes with the teacher's at the same position.</summary>
    public string[] StudentStages { get; set; } = [];

    /// <summary>Stages of the teacher, as many as <see cref="StudentStages"/>.</summary>
    public string[] TeacherStages { get; set; } = [];

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

    /// <summary>MultiMargin: the power of what is missing, 1 or 2; 1 unless set.</summary>
    public int P { get; set; } = 1;

    /// <summary>MFT: the probability by which the label's class is to lead in the corrected teacher; 0.2 unless set.</summary>
    public double Threshold { get; set; } = 0.2;

    /// <summary>TopKKL: what is left over counts as one more class; false unless set: the probabilities of the K classes are made to sum to 1.</summary>
    public bool Tail { get; set; }

    /// <summary>KL, DKD: both models' logits are brought to mean 0 and standard deviation 1 in each sample before the division by T; false unless set.</summary>
    public bool Standardize { get; set; }
}

/// <summary>A term between two stages: what the student's gives is compared with what the teacher's gives, of the same shape where the loss needs that, or brought to it by <see cref="LossTermAttribute.Project"/>.</summary>
/// <typeparam name="TTeacherStage">A stage of the teacher.</typeparam>
/// <typeparam name="TStudentStage">A stage of the student.</typeparam>
/// <param name="kind">The loss, one that compares features, such as <see cref="Kind.Hint"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistillLossAttribute<TTeacherStage, TStudentStage>(Kind kind) : LossTermAttribute
    where TTeacherStage : class
    where TStudentStage : class
{
    /// <summary>The loss.</summary>
    public Kind Kind { get; } = kind;
}
