using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>A recipe's terms after binding.</summary>
/// <param name="Terms">Those that count.</param>
/// <param name="Readers">Every term, also those that are wrong or weigh nothing: what they read is checked all the same.</param>
/// <param name="Problems">What is wrong about their arguments.</param>
/// <param name="IsComplete">Every term could be interpreted.</param>
internal sealed record BoundLosses(EquatableArray<BoundTerm> Terms, EquatableArray<LossReader> Readers, EquatableArray<Problem> Problems, bool IsComplete)
{
    /// <summary>Some term reads the student's result as logits.</summary>
    public bool ReadStudentLogits => Terms.Any(static term => term.ReadsStudentLogits);

    /// <summary>The phases that terms speak of, and 0 for the main training.</summary>
    public IEnumerable<long> Phases => Terms.SelectMany(static term => new[] { term.Term.Phase, term.Term.Pretrain }).Append(0).Distinct();

    /// <summary>The terms that count in a phase; in the main training for 0.</summary>
    public IEnumerable<BoundTerm> TermsOf(long phase) => Terms.Where(term => term.Term.Phase == phase);

    /// <summary>The terms of which a part is trained in a phase, for which they read the teacher's features.</summary>
    public IEnumerable<BoundTerm> PretrainedIn(long phase) => Terms.Where(term => phase > 0 && term.Term.Pretrain == phase);

    /// <summary>Labels are probabilities of the classes. What they are does not change when the term that says it is switched off.</summary>
    public bool TakesTargets => Readers.Any(static reader => reader.Options.Any(static option => option is { Name: "SoftTargets", Value: Constant.Bool { Value: true } }));

    /// <summary>The label of samples that have none, which is one number for all terms.</summary>
    public long IgnoreIndex => Readers.SelectMany(static reader => reader.Options).FirstOrDefault(static option => option.Name == "IgnoreIndex")?.Value is Constant.Integer index ? index.Value : -100;
}

/// <summary>A term that counts.</summary>
/// <param name="Node">The attribute that says it; the recipe's header for the one that nobody writes.</param>
/// <param name="Term">The term.</param>
/// <param name="Pairs">What it compares, when that is features: one pair, or all of a loss that reads them together.</param>
internal sealed record BoundTerm(NodeId Node, LossTerm Term, EquatableArray<TapPair> Pairs)
{
    /// <summary>What it is computed from.</summary>
    public LossReads Reads { get; init; }

    /// <summary>Where its logits are read.</summary>
    public HeadPair Heads { get; init; } = HeadPair.Results;

    /// <summary>It reads the teacher's result as logits.</summary>
    public bool ReadsTeacherLogits => (Reads & LossReads.Teacher) != 0 && Heads.Teacher is null;

    /// <summary>It reads the student's result as logits.</summary>
    public bool ReadsStudentLogits => (Reads & LossReads.Student) != 0 && Heads.Student is null;
}

/// <summary>An attribute that reads the models' outputs, or what it names inside of them.</summary>
/// <param name="Node">The attribute; the recipe's header for the one that nobody writes.</param>
/// <param name="Name">The loss as messages name it.</param>
/// <param name="Reads">What it is computed from.</param>
internal sealed record LossReader(NodeId Node, string Name, LossReads Reads)
{
    /// <summary>The features that it compares.</summary>
    public EquatableArray<TapPair> Pairs { get; init; }

    /// <summary>Where its logits are read.</summary>
    public HeadPair Heads { get; init; } = HeadPair.Results;

    /// <summary>Its loss's own options that are written.</summary>
    public EquatableArray<BoundArgument> Options { get; init; }

    /// <summary>What its loss needs of the features; null for one over logits.</summary>
    public FeatureNeeds? Needs { get; init; }

    /// <summary>The phase in which it counts, 0 for the main training.</summary>
    public long Phase { get; init; }

    /// <summary>The phase in which a part of it is trained, 0 for none.</summary>
    public long Pretrain { get; init; }

    /// <summary>The fewest classes that its loss is defined for.</summary>
    public int LeastClasses { get; init; } = 1;

    /// <summary>Its attribute is its own: false for the term that nobody writes.</summary>
    public bool IsWritten { get; init; } = true;

    /// <summary>The loss to use in its place where there is one class.</summary>
    public LossKind? ForOneClass { get; init; }
}
