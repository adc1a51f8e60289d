using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>
/// A block is one class wherever it stands. Its sizes are parameters, but what TorchSharp calls a layer (Conv1d, Conv2d) is not, nor which size a layer has: a block whose
/// code is another one on maps than on vectors cannot be used on both (KDG1021).
/// </summary>
internal sealed class BlockRanks
{
    // A repeat of twelve blocks is looked at twice: the first and the rest.
    private readonly Dictionary<ShapedClass, string?> codes = new(new SamePlace());
    private readonly Dictionary<string, List<ShapedClass>> places = [];
    private readonly List<string> names = [];

    private BlockRanks(ShapedClass model) => Visit(model);

    /// <summary>The first block of a model that would need two codes; null when there is none.</summary>
    public static Problem? Check(ShapedClass model)
    {
        BlockRanks all = new(model);
        foreach (List<ShapedClass> same in all.names.Select(name => all.places[name]).Where(static same => same.Count > 1))
        {
            string code = all.Code(same[0]);
            if (same.Skip(1).FirstOrDefault(place => all.Code(place) != code) is { } other)
            {
                return Differ(all.UseOf(same[0]), all.UseOf(other));
            }
        }

        return null;
    }

    /// <summary>What a right model makes of its blocks, those around before those inside: other models that use them have to make the same.</summary>
    public static IEnumerable<BlockUse> Uses(ShapedClass model)
    {
        BlockRanks all = new(model);
        return all.names.SelectMany(name => all.places[name].Take(1)).Where(place => place != model && !place.IsClosed).Select(all.UseOf);
    }

    /// <summary>The problem that a block is used in two ways.</summary>
    public static Problem Differ(BlockUse first, BlockUse second) => new(ProblemCode.RankDiffers, new NodeId(0, first.Block), null, first.Name, first.Kind, second.Kind);

    private void Visit(ShapedClass place)
    {
        if (codes.ContainsKey(place))
        {
            return;
        }

        codes[place] = null;
        string name = place.Declaration.Type.GlobalName;
        if (!places.TryGetValue(name, out List<ShapedClass>? same))
        {
            places[name] = same = [];
            names.Add(name);
        }

        // What it receives may be hidden at one of them: there is nothing to compare.
        if (place.Input is not null)
        {
            same.Add(place);
        }

        foreach (ShapedClass inner in place.Steps.SelectMany(Inside))
        {
            Visit(inner);
        }
    }

    private static IEnumerable<ShapedClass> Inside(Step step) => step switch
    {
        Step.Child child => [child.Class],
        Step.Repeat repeat => repeat.Blocks.Append(repeat.Rest),
        _ => [],
    };

    private BlockUse UseOf(ShapedClass place) => new(place.Declaration.Type.GlobalName, place.Declaration.Type.Name, Kind(place.Input!), Code(place));

    /// <summary>What a class's code is made of, sizes by the names that they have in it.</summary>
    private string Code(ShapedClass place)
    {
        if (codes[place] is not { } code)
        {
            code = string.Join("\n", place.Steps.Select(step => $"{string.Join(",", step.Inputs)}: {Code(step)}"));
            codes[place] = code;
        }

        return code;
    }

    private string Code(Step step) => step switch
    {
        Step.Operator op => $"{Text(op.Key)} {Code(op.Layer)}",
        Step.Child child => $"{child.Field} {child.Key} {child.Presence ?? (child.IsPresent ? "" : "absent")} {Given(child.Class)}",
        Step.Repeat repeat => $"{repeat.Field} {repeat.Prefix}{Text(repeat.Key)} {repeat.Count} {Given(repeat.Blocks[0])} {(repeat.Count == "1" ? "" : Given(repeat.Rest))}",
        Step.Residual { Projection: { } projection } residual => $"{residual.Condition} {projection.Axes} {Text(projection.Key)} {projection.In} {projection.Out} {projection.Stride}",
        Step.Residual residual => residual.Condition ?? "",
        Step.Joined joined => $"{joined.Kind} {joined.Axis}",
        Step.Share share => $"{share.Index} {share.Of} {share.Axis}",
        Step.Call call => call.Method,
        _ => "",
    };

    private static string Code(ShapedLayer layer)
    {
        Place at = new(layer.Layer, layer.Input ?? new Shape(), layer.Output ?? new Shape(), layer.InputDims);
        return OpCatalog.Find(layer.Layer.Operator)?.Lowering switch
        {
            Lowering.Module module => $"{module.FieldType(at)}({module.Creation(at)})",
            Lowering.Function function => function.Call(at, "x"),
            _ => "",
        };
    }

    /// <summary>What the class around gives a class: its [Arg] constants, and those of its sizes that it uses.</summary>
    private string Given(ShapedClass inner)
    {
        string code = Code(inner);
        return string.Join(",", inner.Args
            .Select(static arg => arg.Code)
            .Concat(inner.InputDims.Zip(inner.GivenDims, static (own, given) => (own, given)).Where(pair => Dims.Mentions(code, pair.own.Code)).Select(static pair => pair.given.Code)));
    }

    private static string Text(KeyCode? key) => key?.Number ?? key?.Text ?? "";

    private static string Kind(Shape shape) => shape.Rank switch
    {
        1 => $"vectors ({shape})",
        2 => $"sequences ({shape})",
        _ => $"maps ({shape})",
    };
}

/// <summary>What a model makes of a block.</summary>
/// <param name="Block">The block's global name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is used on: "maps (3x8x8)".</param>
/// <param name="Code">What its code is made of.</param>
internal sealed record BlockUse(string Block, string Name, string Kind, string Code);
