using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes.Lints;

/// <summary>
/// Two Linear or two Conv of one list with nothing between that is not linear (KDG1103): they can do no more than one. Some are meant so, which is
/// silent: a narrow first one (low rank), and convolutions that take the channels apart (Groups, DepthwiseConv).
/// </summary>
internal static class LinearTwice
{
    public static IEnumerable<Problem> Of(IEnumerable<ShapedClass> places)
    {
        Dictionary<NodeId, Problem> found = [];

        // A block may be narrow at one of its places and not at another: it was written for the one where it makes sense.
        HashSet<NodeId> meant = [];
        foreach (ShapedClass place in places)
        {
            ShapedLayer? first = null;
            foreach (Step step in place.Steps)
            {
                ShapedLayer? layer = (step as Step.Operator)?.Layer;
                if (layer is null || !IsDense(layer))
                {
                    first = layer is not null && LetsThrough(layer) ? first : null;
                    continue;
                }

                if (first?.Layer.Operator == layer.Layer.Operator)
                {
                    if (IsNarrow(first, layer))
                    {
                        meant.Add(layer.Layer.Node);
                    }
                    else
                    {
                        found[layer.Layer.Node] = Twice(first.Layer, layer.Layer);
                    }
                }

                first = layer;
            }
        }

        return found.Where(problem => !meant.Contains(problem.Key)).Select(static problem => problem.Value);
    }

    private static Problem Twice(LayerIr first, LayerIr second) => new(ProblemCode.LinearTwice, second.Node, null, second.Operator, first.Operator)
    {
        Related = new([new Spot(first.Node)]),
        Fixes = new([new Fix("InsertReLU", "Insert ReLU", Edit.InsertBefore(second.Node, "ReLU"))]),
    };

    /// <summary>Each output reads all channels.</summary>
    private static bool IsDense(ShapedLayer layer) => layer.Layer.Operator is "Linear" || (layer.Layer.Operator is "Conv" && layer.Layer.Code("Groups") == "1");

    /// <summary>What is linear in a trained model, and keeps the place of every value: a Flatten behind tokens does not, a Linear before it is shared by all of them.</summary>
    private static bool LetsThrough(ShapedLayer layer) => layer.Layer.Operator switch
    {
        "BatchNorm" or "Dropout" or "DropPath" or "Identity" or "AvgPool" => true,
        "Flatten" => layer.Input is { Rank: 1 },
        _ => false,
    };

    /// <summary>The value between is narrower than those around it: a low rank, which one layer does not have. Unknown sizes are not wrong.</summary>
    private static bool IsNarrow(ShapedLayer first, ShapedLayer second)
        => first is not { Input: { } before, Output: { } between } || second.Output is not { } behind
            || (Width(first, between) < Width(first, before) && Width(first, between) < Width(second, behind));

    private static long Width(ShapedLayer layer, Shape shape) => shape.Dims[layer.Layer.Operator == "Conv" ? 0 : shape.Rank - 1];
}
