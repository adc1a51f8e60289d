namespace KdGen.Compiler.Ir;

/// <summary>The projectors, named as in KdGen.Projector.</summary>
internal enum ProjectorKind
{
    /// <summary>The features are compared as they are.</summary>
    None,

    /// <summary>A 1x1 convolution between maps of one size.</summary>
    Conv1x1,

    /// <summary>FitNets' regressor: a convolution that also changes the size, BatchNorm, ReLU unless what is compared stands before its activation.</summary>
    ConvReg,

    /// <summary>A linear layer over the last axis of vectors and sequences.</summary>
    Linear,

    /// <summary>Two layers with a ReLU between.</summary>
    Mlp,

    /// <summary>What the shapes need.</summary>
    Auto,
}

/// <summary>A projector of a recipe, which brings a feature of the student to the shape of the teacher's.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Source">The student's feature.</param>
/// <param name="Target">The teacher's.</param>
/// <param name="Result">What the loss reads in place of the student's: the source in the target's shape.</param>
/// <param name="Input">The source's shape.</param>
/// <param name="Output">The target's shape.</param>
internal sealed record Projection(ProjectorKind Kind, Feature Source, Feature Target, Feature Result, Shape Input, Shape Output)
{
    /// <summary>What is compared stands before its activation, so that the projector must reach below 0.</summary>
    public bool IsBeforeActivation { get; init; }
}
