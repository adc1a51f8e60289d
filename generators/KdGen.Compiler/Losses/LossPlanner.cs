using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses;

/// <summary>From a recipe to how its loss is computed.</summary>
internal static class LossPlanner
{
    public static LossPlan Plan(RecipeIr recipe)
    {
        Graph graph = RecipeGraph.Build(recipe);
        return new LossPlan(graph, default, Enumerable.Range(0, graph.Terms.Count).ToEquatableArray());
    }
}
