using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses;

/// <summary>A recipe's terms as one graph: each its formula over the logits or features that it reads, with its temperature and options.</summary>
internal static class RecipeGraph
{
    public static Graph Build(RecipeIr recipe)
    {
        if (recipe.HasErrors)
        {
            return Graph.Empty;
        }

        GraphBuilder builder = new();
        List<GraphTerm> terms = [];
        IReadOnlyDictionary<double, string> temperatures = LossSetting.Temperatures(recipe);
        bool takesTargets = recipe.TakesTargets;
        foreach (LossTerm term in recipe.Losses)
        {
            TermInputs inputs = Inputs(builder, recipe, term, temperatures, takesTargets);
            Expr value = LossCatalog.Of(term).Build(inputs);
            terms.Add(new GraphTerm(term.Name, value.Index, builder.Add(new Node.Setting(LossSetting.WeightOf(term), term.Weight))));
        }

        return new Graph(builder.Nodes, terms.ToEquatableArray()) { Names = builder.Names };
    }

    private static TermInputs Inputs(GraphBuilder builder, RecipeIr recipe, LossTerm term, IReadOnlyDictionary<double, string> temperatures, bool takesTargets)
    {
        Node temperature = LossSetting.Reads(term) ? new Node.Setting(temperatures[term.Temperature], term.Temperature) : new Node.Number(term.Temperature);
        return new TermInputs(
            builder,
            new Node.StudentLogits(RecipeText.StudentLogits(recipe, term)),
            new Node.TeacherLogits(RecipeText.TeacherLogits(term)),
            temperature,
            term,
            takesTargets);
    }
}
