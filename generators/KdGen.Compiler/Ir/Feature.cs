namespace KdGen.Compiler.Ir;

/// <summary>A value inside one of the models, or what a projector makes of it.</summary>
/// <param name="Origin">Whose.</param>
/// <param name="Name">Its name in the model's reader: "Stage3".</param>
/// <param name="Text">As messages name it: "ResNet32x4.Stage3".</param>
/// <param name="Shape">The shape of one sample; null when it is unknown.</param>
internal sealed record Feature(FeatureOrigin Origin, string Name, string Text, Shape? Shape)
{
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
