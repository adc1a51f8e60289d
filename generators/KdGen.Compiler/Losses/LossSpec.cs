using System;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Losses;

/// <summary>A loss of the language: all that the compiler knows about it. A new loss is a member of KdGen.Kind and one of these.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Formula">How summaries write it: "T² KL({teacher} || {student})", where {student} and {teacher} become what it reads and T² is left out at T = 1.</param>
/// <param name="Definition">Lines for the remarks of the generated code: the formula with its reduction, then the paper.</param>
/// <param name="Reads">What it is computed from.</param>
/// <param name="Temperature">The temperature when none is written; null for losses that have none.</param>
/// <param name="Options">Its options beside Weight, T, the heads and the schedule.</param>
/// <param name="Build">The formula: a scalar, without the weight.</param>
internal sealed record LossSpec(
    LossKind Kind,
    string Formula,
    EquatableArray<string> Definition,
    LossReads Reads,
    double? Temperature,
    EquatableArray<OpParameter> Options,
    Func<TermInputs, Expr> Build)
{
    /// <summary>Its name in messages: that of its kind, or the user's.</summary>
    public string Name { get; init; } = Kind.ToString();

    /// <summary>The loss that the user wrote; null for those of the language. Its kind means nothing.</summary>
    public OwnLoss? Own { get; init; }

    /// <summary>The fewest classes that it is defined for.</summary>
    public int LeastClasses { get; init; } = 1;

    /// <summary>Its options that weigh its parts: with 0 for all of them nothing is left.</summary>
    public EquatableArray<string> Weights { get; init; }

    /// <summary>What to say in the remarks about options that differ from their defaults.</summary>
    public EquatableArray<OptionNote> Notes { get; init; }

    /// <summary>What it needs of the features that it compares; null for losses over logits.</summary>
    public FeatureNeeds? Features { get; init; }

    /// <summary>It is a mean whose weights are its own: what stands for the rows of a whole batch does not change what it is divided by.</summary>
    public bool DividesByOwnWeights { get; init; }

    /// <summary>With one class the label is that class's target, 0 or 1.</summary>
    public bool IsBinary { get; init; }

    /// <summary>What stands in its place where there is one class, over which a softmax is 1 whatever the logit; null where nothing does.</summary>
    public LossKind? ForOneClass { get; init; }
}

/// <summary>What an option does.</summary>
internal sealed record OptionNote(string Option, string Text);

/// <summary>What a loss is computed from.</summary>
[Flags]
internal enum LossReads
{
    None = 0,
    Student = 1,
    Teacher = 2,

    /// <summary>The class of each sample.</summary>
    Labels = 4,

    /// <summary>A feature of each model, in place of logits.</summary>
    Features = 8,
}
