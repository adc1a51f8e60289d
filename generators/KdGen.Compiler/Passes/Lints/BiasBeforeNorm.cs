using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes.Lints;

/// <summary>A bias right before BatchNorm (KDG1104), which subtracts the mean of each channel and with it whatever was added to all its values.</summary>
internal static class BiasBeforeNorm
{
    public static IEnumerable<Problem> Of(IEnumerable<ShapedClass> places)
    {
        Dictionary<NodeId, Problem> found = [];

        // A Linear is on vectors at one place of a block and on sequences at another.
        HashSet<NodeId> needed = [];
        foreach (ShapedClass place in places)
        {
            for (int i = 0; i + 1 < place.Steps.Count; i++)
            {
                if (place.Steps[i] is Step.Operator { Layer: { } layer } && place.Steps[i + 1] is Step.Operator { Layer.Layer: { Operator: "BatchNorm" } norm } && HasBias(layer.Layer))
                {
                    if (IsOfChannels(layer))
                    {
                        found[layer.Layer.Node] = TakenAway(layer.Layer, norm);
                    }
                    else
                    {
                        needed.Add(layer.Layer.Node);
                    }
                }
            }
        }

        return found.Where(problem => !needed.Contains(problem.Key)).Select(static problem => problem.Value);
    }

    private static Problem TakenAway(LayerIr layer, LayerIr norm) => new(ProblemCode.BiasBeforeNorm, layer.Node, layer.Written("Bias"), layer.Operator)
    {
        Related = new([new Spot(norm.Node)]),
        Fixes = new([new Fix("NoBias", "Use Bias = false", Edit.Set(layer.Node, "Bias", "false"))]),
    };

    /// <summary>Its bias is on, and no [Arg] constant decides that.</summary>
    private static bool HasBias(LayerIr layer) => layer.Operator is "Conv" or "DepthwiseConv" or "ConvTranspose" or "Linear" && layer.Code("Bias") == "true";

    /// <summary>The bias has a number for each channel that BatchNorm sees. Of a sequence BatchNorm takes the first axis for its channels, a Linear's bias is along the last.</summary>
    private static bool IsOfChannels(ShapedLayer layer) => layer.Layer.Operator != "Linear" || layer.Output is { Rank: 1 };
}
