using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Problems;

/// <summary>A place in a declaration.</summary>
/// <param name="Node">The attribute; 0 is its class.</param>
/// <param name="Argument">Its argument; null for the attribute as a whole.</param>
internal sealed record Spot(NodeId Node, string? Argument = null);
