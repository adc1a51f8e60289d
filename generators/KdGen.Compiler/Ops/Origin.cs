using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>Whose doing a shape or a number is.</summary>
/// <param name="Name">The operator, or "Input".</param>
/// <param name="Node">Its attribute; null for what enters a class that is no model.</param>
internal readonly record struct Origin(string Name, NodeId? Node)
{
    /// <summary>It is what enters the class.</summary>
    public bool IsInput => Name == "Input";

    public override string ToString() => Name;
}
