using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>
/// A loss as a directed acyclic graph: every distinct value once, operands before their users. The last node is the loss. An empty graph
/// belongs to a recipe with errors.
/// </summary>
internal sealed record LossGraph(EquatableArray<LossNode> Nodes);
