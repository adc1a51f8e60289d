using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Fully connected layers.</summary>
internal static class Dense
{
    public static readonly OpSpec Linear = new(
        "Linear",
        new(
        [
            OpParameter.Optional("inFeatures", 1, "features are"),
            OpParameter.Required("outFeatures", 1, "features are"),
            OpParameter.Flag("Bias", true),
        ]),
        Effect.MakesShape,
        Infer,
        static place => new Work(
            Saturating.Multiply(place.Output.Channels, place.Input.Channels + (place.Layer.Flag("Bias") ? 1 : 0)),
            Saturating.Multiply(place.Output.Channels, place.Input.Channels)),
        new Lowering.Module(
            static _ => "Linear",
            static place => $"{Literal.Of(place.Input.Channels)}, {Literal.Of(place.Output.Channels)}{(place.Layer.Flag("Bias") ? "" : ", hasBias: false")}",
            static place => $"{Literal.Of(place.Input.Channels)} -> {Literal.Of(place.Output.Channels)}{(place.Layer.Flag("Bias") ? "" : ", no bias")}"));

    /// <summary>F to outFeatures. torch would apply Linear to the last axis of a map, which no image model means: a map is refused.</summary>
    private static ShapeAnswer Infer(LayerIr layer, Flow input)
    {
        if (input.Shape.IsMap)
        {
            return new ShapeAnswer(null, new Problem(
                ProblemCode.MapNotFlattened, layer.Node, null,
                layer.Operator, input.Shape.ToString(), input.ShapeFrom, "before it"));
        }

        Shape output = new(layer.Integer("outFeatures") ?? 0);
        long received = input.Shape.Channels;
        return layer.Integer("inFeatures") is long stated && stated != received
            ? new ShapeAnswer(output, new Problem(
                ProblemCode.LinearFeatures, layer.Node, layer.Written("inFeatures"),
                layer.Operator, Literal.Of(stated), Literal.Of(received), input.FeaturesFrom))
            : output;
    }
}
