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
        foreach (LossTerm term in recipe.Losses)
        {
            TermInputs inputs = Inputs(builder, recipe, term);
            Expr value = term.Own is { } own ? OwnValue(inputs, own) : LossCatalog.Of(term.Kind).Build(inputs);
            terms.Add(new GraphTerm(term.Name, value.Index, builder.Add(new Node.Setting(LossSetting.WeightOf(term), term.Weight))));
        }

        return new Graph(builder.Nodes, terms.ToEquatableArray()) { Names = builder.Names };
    }

    private static TermInputs Inputs(GraphBuilder builder, RecipeIr recipe, LossTerm term)
    {
        (Node student, Node teacher) = term.Features is { } features
            ? (new Node.Feature(features.Learned.Variable, IsLearned: true), new Node.Feature(features.Teacher.Variable, IsLearned: false))
            : ((Node)new Node.StudentLogits(RecipeText.StudentLogits(recipe, term)), (Node)new Node.TeacherLogits(RecipeText.TeacherLogits(term)));
        Node temperature = LossSetting.Reads(term) ? new Node.Setting(LossSetting.TemperatureOf(recipe, term.Temperature), term.Temperature) : new Node.Number(term.Temperature);
        return new TermInputs(builder, student, teacher, temperature, term.Option, recipe.TakesTargets);
    }

    /// <summary>The mean over the rows of the user's formula, over those with a label where it reads labels; or what the user's method gives for tensors.</summary>
    private static Expr OwnValue(TermInputs inputs, OwnLoss own)
    {
        bool readsLabels = (own.Reads & LossReads.Labels) != 0;
        if (own.IsComposed)
        {
            List<int> arguments = [];
            if ((own.Reads & (LossReads.Student | LossReads.Features)) != 0)
            {
                arguments.Add(inputs.Student.Index);
            }

            if ((own.Reads & (LossReads.Teacher | LossReads.Features)) != 0)
            {
                arguments.Add(inputs.Teacher.Index);
            }

            if (readsLabels)
            {
                arguments.Add(inputs.GivenLabels.Index);
            }

            return inputs.Make(new Node.Call(own.Method, arguments.ToEquatableArray()));
        }

        // Its nodes are numbered from 0 and may simplify to others here.
        int[] indices = new int[own.Nodes.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = own.Nodes[i] switch
            {
                Node.StudentLogits => inputs.Student.Index,
                Node.TeacherLogits => inputs.Teacher.Index,
                Node.Label => inputs.Label.Index,
                Node node => inputs.Graph.Add(node.WithOperands(operand => indices[operand])),
            };
        }

        Expr row = new(inputs.Graph, indices[own.Result]);
        return readsLabels ? inputs.MeanOfCounted(row) : inputs.MeanOfRows(row);
    }
}
