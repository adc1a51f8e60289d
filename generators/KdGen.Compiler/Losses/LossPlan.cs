using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>How a loss is computed.</summary>
/// <param name="Graph">The loss.</param>
/// <param name="Fused">The terms that are computed with their gradient in one pass over the rows, by the logits that they read. A term is in one of them, or composed.</param>
/// <param name="Composed">The other terms of the graph, by their numbers there: computed by operators and differentiated by autograd.</param>
internal sealed record LossPlan(Graph Graph, EquatableArray<RowProgram> Fused, EquatableArray<int> Composed);
