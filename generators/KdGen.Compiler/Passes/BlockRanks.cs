using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>
/// A block is one class wherever it stands. Its sizes are parameters, but what TorchSharp calls a layer (Conv1d, Conv2d) is not: a block whose operators are other
/// ones on maps than on vectors cannot be used on both (KDG1021).
/// </summary>
internal static class BlockRanks
{
    /// <summary>The first block of a model that would need two codes; null when there is none.</summary>
    public static Problem? Check(ShapedClass model)
    {
        Dictionary<string, ShapedClass> first = [];
        HashSet<(string, int)> seen = [];
        return Visit(model);

        Problem? Visit(ShapedClass place)
        {
            string name = place.Declaration.Type.GlobalName;
            if (place.Input is not { } input || !seen.Add((name, input.Rank)))
            {
                return null;
            }

            if (!first.TryGetValue(name, out ShapedClass? other))
            {
                first[name] = place;
            }
            else if (Operators(place) != Operators(other))
            {
                return new Problem(ProblemCode.RankDiffers, new NodeId(0, name), null, place.Declaration.Type.Name, Kind(other.Input!), Kind(input));
            }

            return place.Steps
                .SelectMany(static step => step switch
                {
                    Step.Child child => [child.Class],
                    Step.Repeat repeat => repeat.Blocks.AsEnumerable(),
                    _ => [],
                })
                .Select(Visit)
                .FirstOrDefault(static problem => problem is not null);
        }
    }

    /// <summary>What a class's own operators are in TorchSharp.</summary>
    private static string Operators(ShapedClass place) => string.Join("; ", place.Steps.OfType<Step.Operator>().Select(static op =>
    {
        ShapedLayer layer = op.Layer;
        Place at = new(layer.Layer, layer.Input ?? new Shape(), layer.Output ?? new Shape(), layer.InputDims);
        return OpCatalog.Find(layer.Layer.Operator)?.Lowering switch
        {
            Lowering.Module module => module.FieldType(at),
            Lowering.Function function => function.Call(at, "x"),
            _ => "",
        };
    }));

    private static string Kind(Shape shape) => shape.Rank switch
    {
        1 => $"vectors ({shape})",
        2 => $"sequences ({shape})",
        _ => $"maps ({shape})",
    };
}
