using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses;

/// <summary>Decides how a loss is computed: which terms in one pass over the rows, and how that goes.</summary>
internal static class LossPlanner
{
    public static LossPlan Plan(RecipeIr recipe) => Plan(RecipeGraph.Build(recipe));

    public static LossPlan Plan(Graph graph)
    {
        IReadOnlyList<Fusion> passes = Fusion.Of(graph);
        HashSet<int> fused = [.. passes.SelectMany(static pass => pass.Terms)];
        return new(
            graph,
            passes.Select(pass => Program(graph, pass)).ToEquatableArray(),
            Enumerable.Range(0, graph.Terms.Count).Where(term => !fused.Contains(term)).ToEquatableArray());
    }

    private static RowProgram Program(Graph graph, Fusion pass)
    {
        GraphBuilder formula = new(graph);
        List<GraphTerm> terms = pass.Terms.Select(term => graph.Terms[term]).ToList();
        List<int> wanted = terms.Select(term => formula.Product(term.Weight, RowParts.Of(formula, term.Value)!.Value)).ToList();
        wanted.Add(Differentiation.Gradient(formula, terms, pass.Student));

        (GraphBuilder stable, IReadOnlyList<int> values) = StableForms.Lower(formula, wanted);
        (GraphBuilder folded, values) = TemperatureFolding.Fold(stable, values);
        List<RowValue> parts = terms.Select((term, place) => new RowValue(term.Name, values[place])).ToList();
        return RowScheduler.Schedule(folded, pass.Student, pass.Teacher, parts, values[values.Count - 1]);
    }
}
