using System;

namespace KdGen.Compiler.Losses;

/// <summary>What the formula of a term is written over.</summary>
internal sealed class TermInputs
{
    private readonly Func<string, double> option;

    public TermInputs(GraphBuilder graph, string student, string teacher, Expr temperature, Func<string, double> option)
    {
        this.option = option;
        Graph = graph;
        Student = Make(new Node.StudentLogits(student));
        Teacher = Make(new Node.TeacherLogits(teacher));
        T = temperature;
    }

    public GraphBuilder Graph { get; }

    /// <summary>[B, C], the logits that are learned.</summary>
    public Expr Student { get; }

    /// <summary>[B, C], the teacher's logits.</summary>
    public Expr Teacher { get; }

    /// <summary>The temperature, a number or a setting.</summary>
    public Expr T { get; }

    /// <summary>[B], the class of each sample.</summary>
    public Expr Label => Make(new Node.Label());

    /// <summary>[B, C], a probability of each class.</summary>
    public Expr Targets => Make(new Node.Targets());

    public Expr ClassCount => Make(new Node.ClassCount());

    /// <summary>An option of the term as it is declared: "Beta".</summary>
    public double Option(string name) => option(name);

    public Expr Make(Node node) => new(Graph, Graph.Add(node));

    /// <summary>The mean over all rows of a value of each row.</summary>
    public Expr MeanOfRows(Expr value) => LossMath.SumOfRows(value) / Make(new Node.RowCount());

    /// <summary>The mean over the rows that have a label.</summary>
    public Expr MeanOfCounted(Expr value) => LossMath.SumOfRows(Make(new Node.Masked(value.Index, Make(new Node.Counted()).Index))) / Make(new Node.CountedRows());
}
