using System;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses;

/// <summary>What the formula of a term is written over.</summary>
/// <param name="graph">Where it is written down.</param>
/// <param name="student">The logits that are learned.</param>
/// <param name="teacher">What they are compared with.</param>
/// <param name="temperature">A number or a setting.</param>
/// <param name="term">The term, for its options and for what it compares where that is features.</param>
/// <param name="hasTargets">Labels are probabilities of the classes.</param>
internal sealed class TermInputs(GraphBuilder graph, Node student, Node teacher, Node temperature, LossTerm term, bool hasTargets)
{
    private const double NoWeight = 1e30;

    public GraphBuilder Graph { get; } = graph;

    public LossTerm Term { get; } = term;

    /// <summary>[B, C], the logits that are learned.</summary>
    public Expr Student => Make(student);

    /// <summary>[B, C], the teacher's logits.</summary>
    public Expr Teacher => Make(teacher);

    /// <summary>The temperature, a number or a setting.</summary>
    public Expr T => Make(temperature);

    /// <summary>[B], the class of each sample: of probabilities the likeliest.</summary>
    public Expr Label => hasTargets ? LossMath.ArgMax(Make(new Node.Targets())) : Make(new Node.Label());

    /// <summary>The labels as the caller gives them.</summary>
    public Expr GivenLabels => hasTargets ? Targets : Make(new Node.Label());

    /// <summary>[B, C], a probability of each class.</summary>
    public Expr Targets => Make(new Node.Targets());

    public Expr ClassCount => Make(new Node.ClassCount());

    /// <summary>A number of the term's options: "Beta".</summary>
    public double Number(string name) => Term.Option(name) switch
    {
        Constant.Real real => real.Value,
        Constant.Integer integer => integer.Value,
        _ => throw new InvalidOperationException($"{name} is no number"),
    };

    /// <summary>An option of the term that is true or false: "Standardize".</summary>
    public bool Flag(string name) => Term.Option(name) is Constant.Bool { Value: true };

    /// <summary>A weight of each class, an option of the term; null where none are given.</summary>
    public Expr? ClassWeights => Term.Option(nameof(ClassWeights)) is Constant.Reals { Values: { Count: > 0 } values } ? Make(new Node.ClassWeights(values)) : null;

    public Expr Make(Node node) => new(Graph, Graph.Add(node));

    /// <summary>The mean over all rows of a value of each row.</summary>
    public Expr MeanOfRows(Expr value) => LossMath.SumOfRows(value) / Make(new Node.RowCount());

    /// <summary>The mean over the rows that have a label.</summary>
    public Expr MeanOfCounted(Expr value) => hasTargets ? MeanOfRows(value) : SumOfCounted(value) / Make(new Node.CountedRows());

    /// <summary>The mean over the rows that have a label, of which each counts as much as its weight: <paramref name="value"/> holds the weight already. Where all of these are 0, it is 0.</summary>
    public Expr MeanOfWeighed(Expr value, Expr weight)
    {
        Expr sum = SumOfCounted(weight);

        // What other classes add to such rows stays: beside the divisor it is nothing.
        Expr divisor = LossMath.Select(sum.With(BinaryOp.Greater, sum.Of(0)), sum, sum.Of(NoWeight));
        return SumOfCounted(value) / Make(new Node.GivenRows(divisor.Index));
    }

    /// <summary>The sum over the rows that have a label.</summary>
    public Expr SumOfCounted(Expr value)
        => LossMath.SumOfRows(hasTargets ? value : Make(new Node.Masked(value.Index, Make(new Node.Counted()).Index)));
}
