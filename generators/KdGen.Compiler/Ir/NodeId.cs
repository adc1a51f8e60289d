namespace KdGen.Compiler.Ir;

/// <summary>
/// The identity of one attribute of a declaration: 0 is the class itself, its attributes count from 1 in source order. A
/// <see cref="Problems.Problem"/> names a node, never a location; only the analyzer knows where a node stands.
/// </summary>
/// <param name="Value">The attribute's place in its class.</param>
/// <param name="Owner">The class as a global:: name, where it is a stage or block; null for the declared model or recipe itself.</param>
internal readonly record struct NodeId(int Value, string? Owner = null)
{
    public static readonly NodeId Class = new(0);

    /// <summary>The same attribute as seen from outside of the declared model: whoever speaks of two models must say which.</summary>
    public NodeId In(ShapedModule model) => this with { Owner = Owner ?? model.Module.Type.GlobalName };
}
