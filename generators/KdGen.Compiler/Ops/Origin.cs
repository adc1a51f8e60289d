using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Whose doing a shape or a number is.</summary>
/// <param name="Name">The operator, or "Input".</param>
/// <param name="Node">Its attribute; null for what enters a class that is no model.</param>
internal readonly record struct Origin(string Name, NodeId? Node)
{
    /// <summary>It is what enters the class.</summary>
    public bool IsInput => Name == "Input";

    /// <summary>Its place, as a problem names the other party; none for what enters a class that is no model.</summary>
    public EquatableArray<Spot> Spots => Node is { } node ? new([new Spot(node)]) : default;

    public override string ToString() => Name;
}
