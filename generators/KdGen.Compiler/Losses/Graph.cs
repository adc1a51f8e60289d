using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>A loss as a directed acyclic graph: every distinct value once, operands before their users. The loss is the sum over the terms of weight times value.</summary>
/// <param name="Nodes">The values; an operand is an index here.</param>
/// <param name="Terms">In source order; none in the graph of a recipe with errors.</param>
internal sealed record Graph(EquatableArray<GraphNode> Nodes, EquatableArray<GraphTerm> Terms)
{
    /// <summary>What the formulas call their values, for the locals of generated code; few have a name.</summary>
    public EquatableArray<NodeName> Names { get; init; }

    public static Graph Empty => new(default, default);
}

/// <summary>A value and what it differs along.</summary>
internal sealed record GraphNode(Node Node, Axes Axes);

/// <summary>What a formula calls one of its values: "isLabel".</summary>
internal sealed record NodeName(int Node, string Name);

/// <summary>A term of a loss.</summary>
/// <param name="Name">Its name in code: "ce", "klDist", "hint2".</param>
/// <param name="Value">Its value without the weight, a scalar; factors that belong to the formula (T²) are in it.</param>
/// <param name="Weight">Its weight, a scalar.</param>
internal sealed record GraphTerm(string Name, int Value, int Weight);
