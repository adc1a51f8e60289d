using System;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Losses;

/// <summary>What a loss between stages needs of the features that it compares, and what computes it.</summary>
internal sealed record FeatureNeeds
{
    /// <summary>The features that it is defined for.</summary>
    public FeatureRanks Takes { get; init; } = FeatureRanks.Any;

    /// <summary>Both features have as many channels; else the loss takes them as they are.</summary>
    public bool EqualChannels { get; init; }

    /// <summary>Both features are of one size; else the loss brings the larger to the smaller, or compares what has no size.</summary>
    public bool EqualSizes { get; init; }

    /// <summary>The option that frees the shapes; null for none.</summary>
    public string? FreedBy { get; init; }

    /// <summary>It reads all stages of its list together; else each pair of them is a term.</summary>
    public bool IsJoint { get; init; }

    /// <summary>The fewest pairs of stages that it is defined for.</summary>
    public int LeastPairs { get; init; } = 1;

    /// <summary>Of several pairs the last counts whole, each one before it half as much as the next.</summary>
    public bool Halves { get; init; }

    /// <summary>Features are taken before their last activation unless the term says otherwise.</summary>
    public bool IsBeforeActivation { get; init; }

    /// <summary>It is a mean over the samples: with LossSettings.Rows the losses of a batch's parts add up to that of the whole.</summary>
    public bool IsMeanOfSamples { get; init; }

    /// <summary>The fewest samples of a batch that it says something about: with fewer it is 0 or a constant.</summary>
    public int LeastBatch { get; init; } = 1;

    /// <summary>What its module is made with; null for a loss that is a function.</summary>
    public Func<LearnedInputs, string>? Module { get; init; }

    /// <summary>The loss by which a part of its module can be trained beforehand; null for none.</summary>
    public LossSpec? Pretraining { get; init; }

    /// <summary>What that trains, in words: "paraphraser".</summary>
    public string Pretrained { get; init; } = "";

    /// <summary>Of such a loss: the module's method that gives its value, from the teacher's feature alone.</summary>
    public string? TeacherMethod { get; init; }

    /// <summary>Its module's forward is given the rest of the teacher behind the tapped stage.</summary>
    public bool TakesTeacherHead { get; init; }

    /// <summary>The student that it makes ends in the teacher's classifier: its own is not trained.</summary>
    public bool ReusesTeacherHead { get; init; }

    /// <summary>It is given the scale and the shift of the BatchNorm that gives the teacher's feature.</summary>
    public bool TakesTeacherNorm { get; init; }

    /// <summary>What it compares are the attention scores of the tapped stages.</summary>
    public bool ReadsAttention { get; init; }

    /// <summary>Its module's forward is given the numbers of the samples in the training data.</summary>
    public bool TakesIndex { get; init; }

    /// <summary>What it wants of the teacher beside the feature.</summary>
    public TapExtra TeacherExtra => TakesTeacherHead ? TapExtra.Rest : TakesTeacherNorm ? TapExtra.Norm : ReadsAttention ? TapExtra.Attention : TapExtra.None;

    /// <summary>What it wants of the student.</summary>
    public TapExtra StudentExtra => ReadsAttention ? TapExtra.Attention : TapExtra.None;

    /// <summary>The option that counts singular vectors, of which a map has no more than channels or positions; null for none.</summary>
    public string? Vectors { get; init; }

    /// <summary>A projector may bring the student's feature to what the loss needs.</summary>
    public bool Projects => (EqualChannels || EqualSizes) && !IsJoint && !ReadsAttention;

    /// <summary>What one term of the loss needs: an option of it may free the shapes.</summary>
    public FeatureNeeds For(LossTerm term) => For(term.Options);

    /// <summary>The same of the options that are written.</summary>
    public FeatureNeeds For(EquatableArray<BoundArgument> options)
        => options.Any(option => option.Name == FreedBy && option.Value is Constant.Bool { Value: true }) ? this with { EqualChannels = false, EqualSizes = false } : this;

    /// <summary>What it takes, in words: "maps".</summary>
    public string Inputs => Takes switch { FeatureRanks.Map => "maps", FeatureRanks.Sequence => "sequences", FeatureRanks.Vector => "vectors", FeatureRanks.Map | FeatureRanks.Vector => "maps and vectors", _ => "features" };

    /// <summary>The shape that the student's feature is to have beside a teacher's; <paramref name="from"/> where any will do.</summary>
    /// <param name="from">The student's shape.</param>
    /// <param name="to">The teacher's.</param>
    public Shape Goal(Shape from, Shape to)
        => EqualChannels && EqualSizes ? to
            : EqualChannels && from.Rank == to.Rank ? (to.Rank == 2 ? new Shape(from.Dims[0], to.Dims[1]) : new Shape([to.Channels, .. from.Dims.Skip(1)]))
            : EqualSizes && from.IsMap && to.IsMap ? new Shape(from.Channels, to.Dims[1], to.Dims[2])
            : from;

    /// <summary>Whether it is defined for a feature.</summary>
    public bool IsFor(Shape shape) => (Takes & (shape.Rank switch { 1 => FeatureRanks.Vector, 2 => FeatureRanks.Sequence, 3 => FeatureRanks.Map, _ => FeatureRanks.Other })) != 0;
}

/// <summary>What a module that is a loss is made from.</summary>
/// <param name="Students">The shapes of the student's features, in the order of the list.</param>
/// <param name="Teachers">Those of the teacher's.</param>
/// <param name="Term">The term, for its options.</param>
/// <param name="Norm">The BatchNorm that gives the teacher's feature, as code; null where it is not needed.</param>
internal sealed record LearnedInputs(EquatableArray<Shape> Students, EquatableArray<Shape> Teachers, LossTerm Term, string? Norm);

/// <summary>Kinds of features, by the axes of one sample.</summary>
[Flags]
internal enum FeatureRanks
{
    None = 0,
    Vector = 1,
    Sequence = 2,
    Map = 4,
    Other = 8,
    Any = Vector | Sequence | Map | Other,
}
