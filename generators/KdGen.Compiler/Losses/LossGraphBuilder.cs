using System.Collections.Generic;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses;

/// <summary>Terms to graph. A node is made only if no equal one is there (hash-consing), so terms share whatever they have in common.</summary>
internal static class LossGraphBuilder
{
    public static LossGraph Build(RecipeIr recipe)
    {
        if (recipe.HasErrors)
        {
            return new LossGraph(default);
        }

        Nodes nodes = new();
        List<WeightedTerm> terms = [];
        foreach (LossTerm term in recipe.Losses)
        {
            WeightedTerm weighted = term switch
            {
                { Features: { } features } => Hint(nodes, term, features),
                { Kind: LossKind.KL } => Kl(nodes, term),
                _ => CrossEntropy(nodes, term),
            };
            int same = terms.FindIndex(other => other.Operand == weighted.Operand);
            if (same < 0)
            {
                terms.Add(weighted);
            }
            else
            {
                terms[same] = terms[same] with
                {
                    Weight = terms[same].Weight + weighted.Weight,
                    Origin = terms[same].Origin is { } origin ? $"{origin} + {weighted.Origin}" : null,
                };
            }
        }

        nodes.Add(new LossNode.WeightedSum(terms.ToEquatableArray()));
        return new LossGraph(nodes.All);
    }

    private static WeightedTerm CrossEntropy(Nodes nodes, LossTerm term) => new(
        nodes.Add(new LossNode.CrossEntropy(nodes.Add(new LossNode.StudentLogits()), nodes.Add(new LossNode.Labels()))),
        term.Weight,
        null);

    /// <summary>T² KL(p || q), p and q the softmax of logits / T (Hinton, Vinyals and Dean, 2015): T² keeps its gradients' size whatever T is.</summary>
    private static WeightedTerm Kl(Nodes nodes, LossTerm term)
    {
        double t = term.Temperature;
        int logQ = LogSoftmax(nodes, new LossNode.StudentLogits(), t);
        int logP = LogSoftmax(nodes, new LossNode.TeacherLogits(), t);
        int batchMean = nodes.Add(new LossNode.DivideByBatch(nodes.Add(new LossNode.KlSum(logP, logQ))));
        return new WeightedTerm(batchMean, term.Weight * t * t, t == 1 ? null : term.Weight == 1 ? "T²" : $"{Literal.Text(term.Weight)} T²");
    }

    /// <summary>The mean over all elements of the squared difference (Romero et al., 2015, FitNets).</summary>
    private static WeightedTerm Hint(Nodes nodes, LossTerm term, FeaturePair features) => new(
        nodes.Add(new LossNode.MeanSquaredError(nodes.Add(new LossNode.FeatureValue(features.Learned)), nodes.Add(new LossNode.FeatureValue(features.Teacher)))),
        term.Weight,
        null);

    private static int LogSoftmax(Nodes nodes, LossNode logits, double temperature)
    {
        int input = nodes.Add(logits);
        return nodes.Add(new LossNode.LogSoftmax(temperature == 1 ? input : nodes.Add(new LossNode.Divide(input, temperature))));
    }

    /// <summary>The nodes so far, each with its index.</summary>
    private sealed class Nodes
    {
        private readonly Dictionary<LossNode, int> indices = [];
        private readonly List<LossNode> nodes = [];

        public EquatableArray<LossNode> All => nodes.ToEquatableArray();

        /// <summary>The index of <paramref name="node"/>, which is new only if no equal node is there.</summary>
        public int Add(LossNode node)
        {
            if (!indices.TryGetValue(node, out int index))
            {
                index = nodes.Count;
                nodes.Add(node);
                indices.Add(node, index);
            }

            return index;
        }
    }
}
