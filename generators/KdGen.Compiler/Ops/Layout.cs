using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Operators that arrange values anew without changing them, or leave some out.</summary>
internal static class Layout
{
    /// <summary>C x H x W to C*H*W, T x D to T*D; a vector stays as it is, as in torch.</summary>
    public static readonly OpSpec Flatten = new(
        "Flatten",
        default,
        Effect.Flattens,
        static (_, input) => input.Shape.Rank == 1 ? input.Shape : new Shape(input.Shape.Elements),
        static _ => default,
        new Lowering.Function(static (_, x) => $"{x}.flatten(1)", MayAlias: true))
    {
        Dims = static place => [place.Input.Rank == 1 ? place.InputDims[0] : Sizes.Number(Sizes.Product(place.InputDims))],
    };

    /// <summary>Another order of the axes.</summary>
    public static readonly OpSpec Permute = new(
        "Permute",
        new([OpParameter.List("axes")]),
        Effect.MakesShape,
        InferPermute,
        static _ => default,
        new Lowering.Function(
            static (place, x) => $"{x}.permute(0, {string.Join(", ", place.Layer.Integers("axes").Select(static axis => Literal.Of(axis + 1)))})",
            MayAlias: true))
    {
        Dims = static place => [.. place.Layer.Integers("axes").Select(axis => place.InputDims[(int)axis])],
    };

    /// <summary>One entry of the first axis: T x D to D, C x H x W to H x W.</summary>
    public static readonly OpSpec Select = new(
        "Select",
        new([new OpParameter("index", ParameterType.Integer, null, IsRequired: true, static _ => true, "")]),
        Effect.MakesShape,
        InferSelect,
        static _ => default,
        new Lowering.Function(static (place, x) => $"{x}.select(1, {place.Code("index")})", MayAlias: true))
    {
        Dims = static place => [.. place.InputDims.Skip(1)],
    };

    /// <summary>The mean over one axis, which goes.</summary>
    public static readonly OpSpec Mean = new(
        "Mean",
        new([OpParameter.Optional("axis", 0, "an axis is", 0)]),
        Effect.MakesShape,
        InferMean,
        static _ => default,
        new Lowering.Function(static (place, x) => $"{x}.mean([{Literal.Of((place.Layer.Integer("axis") ?? 0) + 1)}])"))
    {
        Dims = static place => [.. Without(place.InputDims, (int)(place.Layer.Integer("axis") ?? 0))],
    };

    /// <summary>Channels a b c d of 2 groups to a c b d, so that the groups behind it mix (Zhang et al., 2018).</summary>
    public static readonly OpSpec Shuffle = new(
        "Shuffle",
        new([OpParameter.Required("groups", 1, "groups are")]),
        Effect.KeepsShape,
        InferShuffle,
        static _ => default,
        new Lowering.Function(static (place, x) => $"{Lowering.Ours}.Functional.ChannelShuffle({x}, {place.Code("groups")})", MayAlias: true));

    /// <summary>The value itself, as a tensor of its own over the same memory, so that the list may begin or end with it.</summary>
    public static readonly OpSpec Identity = OpSpec.Elementwise("Identity", default, new Lowering.Function(static (_, x) => $"{x}.alias()", MayAlias: true));

    private static ShapeAnswer InferPermute(LayerIr layer, Flow input)
    {
        EquatableArray<long> axes = layer.Integers("axes");
        return axes.OrderBy(static axis => axis).SequenceEqual(Enumerable.Range(0, input.Shape.Rank).Select(static axis => (long)axis))
            ? new Shape([.. axes.Select(axis => input.Shape.Dims[(int)axis])])
            : new ShapeAnswer(null, OutOfRange(
                layer,
                "axes",
                axes.Count == 0 ? "no axes" : $"the axes {string.Join(", ", axes.Select(Literal.Of))}",
                $"name each axis of {input.Shape} once, from 0 to {Literal.Of(input.Shape.Rank - 1)}"));
    }

    private static ShapeAnswer InferSelect(LayerIr layer, Flow input)
    {
        if (input.Shape.Rank == 1)
        {
            return new ShapeAnswer(null, Ranks.SequenceNeeded(layer, input));
        }

        long index = layer.Integer("index") ?? 0;
        long count = input.Shape.Dims[0];
        return index >= -count && index < count
            ? new Shape([.. input.Shape.Dims.Skip(1)])
            : new ShapeAnswer(new Shape([.. input.Shape.Dims.Skip(1)]), OutOfRange(
                layer,
                "index",
                $"index = {Literal.Of(index)}",
                $"{input.Shape} from {input.ShapeFrom} has entries 0 to {Literal.Of(count - 1)}, from the end -1 to {Literal.Of(-count)}"));
    }

    private static ShapeAnswer InferMean(LayerIr layer, Flow input)
    {
        if (input.Shape.Rank == 1)
        {
            return new ShapeAnswer(null, Ranks.SequenceNeeded(layer, input));
        }

        long axis = layer.Integer("axis") ?? 0;
        return axis < input.Shape.Rank
            ? new Shape([.. Without(input.Shape.Dims, (int)axis)])
            : new ShapeAnswer(null, OutOfRange(
                layer,
                "axis",
                $"axis = {Literal.Of(axis)}",
                $"{input.Shape} from {input.ShapeFrom} has axes 0 to {Literal.Of(input.Shape.Rank - 1)}"));
    }

    private static ShapeAnswer InferShuffle(LayerIr layer, Flow input)
    {
        if (input.Shape.Rank == 1)
        {
            return new ShapeAnswer(input.Shape, Ranks.MapNeeded(layer, input));
        }

        long groups = layer.Integer("groups") ?? 1;
        long channels = input.Shape.Channels;
        Divisors nearest = Divisors.Nearest(groups, channels, channels);
        return channels % groups == 0
            ? input.Shape
            : new ShapeAnswer(input.Shape, new Problem(
                ProblemCode.ChannelsDoNotDivide, layer.Node, layer.Written("groups"),
                layer.Operator, Literal.Of(channels), Literal.Of(groups), nearest.ToString())
            {
                Related = input.ChannelsFrom.Spots,
                Fixes = new(Fixing.Divide(layer, "groups", nearest, Fixing.IsNumber(input, 0))),
            });
    }

    private static IEnumerable<T> Without<T>(IEnumerable<T> items, int index) => items.Where((_, i) => i != index);

    private static Problem OutOfRange(LayerIr layer, string argument, string has, string range)
        => new(ProblemCode.OutOfRange, layer.Node, layer.Written(argument), layer.Operator, has, range);
}
