using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Operators on maps that keep the channels: more pixels, or other weights for the channels.</summary>
internal static class Resizing
{
    /// <summary>C x H x W to C x scale H x scale W.</summary>
    public static readonly OpSpec Upsample = new(
        "Upsample",
        new([OpParameter.Required("scale", 1, "a scale is"), OpParameter.Choice("Mode", "Nearest")]),
        Effect.ResizesMap,
        static (layer, input) => OnMaps(layer, input, size => Saturating.Multiply(size, layer.Integer("scale") ?? 1)),
        static _ => default,
        new Lowering.Function(static (place, x) =>
            $"{Names.Functional}.interpolate({x}, scale_factor: [{place.Code("scale")}, {place.Code("scale")}]"
            + (place.Layer.Text("Mode") == "Nearest" ? "" : $", mode: {Names.Torch}.InterpolationMode.{place.Layer.Text("Mode")}")
            + ")"))
    {
        Dims = static place => [place.InputDims[0], place.Is("scale", 1) ? place.InputDims[1] : null, place.Is("scale", 1) ? place.InputDims[2] : null],
    };

    /// <summary>Zeros on every side: C x H x W to C x (H + 2 size) x (W + 2 size).</summary>
    public static readonly OpSpec Pad = new(
        "Pad",
        new([OpParameter.Required("size", 0, "padding is")]),
        Effect.ResizesMap,
        static (layer, input) => OnMaps(layer, input, size => Saturating.Add(size, 2 * (layer.Integer("size") ?? 0))),
        static _ => default,
        new Lowering.Function(static (place, x) =>
        {
            string size = place.Code("size") ?? "";
            return $"{Names.Functional}.pad({x}, ({size}, {size}, {size}, {size}))";
        }))
    {
        Dims = static place => [place.InputDims[0], null, null],
    };

    /// <summary>A factor for each channel, from its mean (squeeze and excitation, Hu et al., 2018): two Linear layers over the channels.</summary>
    public static readonly OpSpec SE = new(
        "SE",
        new([OpParameter.Optional("reduction", 1, "a reduction is", 16)]),
        Effect.KeepsShape,
        InferSE,
        static place =>
        {
            long channels = place.Input.Channels;
            long hidden = channels / (place.Layer.Integer("reduction") ?? 1);
            long weights = Saturating.Multiply(2, Saturating.Multiply(channels, hidden));
            return new Work(Saturating.Add(weights, channels + hidden), weights);
        },
        new Lowering.Module(
            static _ => "SqueezeExcitation",
            static place => $"{place.In(0)}, {place.Code("reduction")}",
            static place => $"{place.In(0)} channels, reduced by {place.Code("reduction")}")
        {
            IsOurs = true,
            State = static place => SqueezeState(place.Input.Channels, place.Input.Channels / (place.Layer.Integer("reduction") ?? 1)),
        });

    private static StateTensor[] SqueezeState(long channels, long squeezed) =>
    [
        .. StateTensor.Of([squeezed, channels, 1, 1], squeezed, "fc1."),
        .. StateTensor.Of([channels, squeezed, 1, 1], channels, "fc2."),
    ];

    private static ShapeAnswer OnMaps(LayerIr layer, Flow input, System.Func<long, long> resize)
        => input.Shape.IsMap
            ? new Shape(input.Shape.Channels, resize(input.Shape.Dims[1]), resize(input.Shape.Dims[2]))
            : new ShapeAnswer(null, Ranks.MapNeeded(layer, input));

    private static ShapeAnswer InferSE(LayerIr layer, Flow input)
    {
        if (!input.Shape.IsMap)
        {
            return new ShapeAnswer(input.Shape, Ranks.MapNeeded(layer, input));
        }

        long reduction = layer.Integer("reduction") ?? 1;
        return reduction <= input.Shape.Channels
            ? input.Shape
            : new ShapeAnswer(input.Shape, new Problem(
                ProblemCode.OutOfRange, layer.Node, layer.Written("reduction"),
                layer.Operator,
                $"reduction = {Literal.Of(reduction)}",
                $"it is at most the {Literal.Of(input.Shape.Channels)} channels from {input.ChannelsFrom}"));
    }
}
