namespace KdGen.Compiler.Ir;

/// <summary>A value inside one of the models, or what a projector makes of it.</summary>
/// <param name="Origin">Whose.</param>
/// <param name="Name">Its name in the model's reader: "Stage3".</param>
/// <param name="Text">As messages name it: "ResNet32x4.Stage3".</param>
/// <param name="Shape">The shape of one sample; null when it is unknown.</param>
internal sealed record Feature(FeatureOrigin Origin, string Name, string Text, Shape? Shape)
{
    /// <summary>What computes it, where it is the scores of an attention; null for a value of the model.</summary>
    public AttentionScores? Scores { get; init; }

    /// <summary>The parameter and variable that hold it: "teacherStage3"; "vidStage3" of a loss.</summary>
    public string Variable => Origin == FeatureOrigin.Loss ? Name : Origin.ToString().ToLowerInvariant() + Name;
}

/// <summary>The features that one term compares.</summary>
internal sealed record FeaturePair(Feature Teacher, Feature Student)
{
    /// <summary>What brings the student's to the shape of the teacher's; null where it is compared as it is.</summary>
    public Projection? Projection { get; init; }

    /// <summary>What the loss reads for the student.</summary>
    public Feature Learned => Projection?.Result ?? Student;
}

/// <summary>The scores of an attention.</summary>
/// <param name="Module">The attention, as code behind the model's variable.</param>
/// <param name="Input">The variable that holds what it is given.</param>
internal sealed record AttentionScores(string Module, string Input);

/// <summary>Where a <see cref="Feature"/> comes from.</summary>
internal enum FeatureOrigin
{
    Teacher,
    Student,

    /// <summary>The student, through a projector of the recipe.</summary>
    Projected,

    /// <summary>A module of the recipe that is a loss.</summary>
    Loss,
}
