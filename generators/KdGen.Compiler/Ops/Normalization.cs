using System.Collections.Generic;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>Normalisation layers.</summary>
internal static class Normalization
{
    private const double Eps = 1e-5;
    private const double Momentum = 0.1;

    /// <summary>Over the channels of a map or the features of a vector: a scale and a shift each.</summary>
    public static readonly OpSpec BatchNorm = new(
        "BatchNorm",
        new(
        [
            OpParameter.Real("Eps", Eps, static eps => eps > 0 && OpParameter.IsFinite(eps), "it is above 0"),
            OpParameter.Real("Momentum", Momentum, static momentum => momentum is >= 0 and <= 1, "it is between 0 and 1"),
        ]),
        Effect.KeepsShape,
        static (_, input) => input.Shape,
        static place => new Work(2 * place.Input.Channels, place.Input.Elements),
        new Lowering.Module(
            static place => place.Input.IsMap ? "BatchNorm2d" : "BatchNorm1d",
            static place => Arguments(place.Layer, place.Input),
            static place => $"{Literal.Of(place.Input.Channels)} {(place.Input.IsMap ? "channels" : "features")}"));

    private static string Arguments(LayerIr layer, Shape input)
    {
        List<string> arguments = [Literal.Of(input.Channels)];
        if (layer.Real("Eps") != Eps)
        {
            arguments.Add($"eps: {Literal.Of(layer.Real("Eps"))}");
        }

        if (layer.Real("Momentum") != Momentum)
        {
            arguments.Add($"momentum: {Literal.Of(layer.Real("Momentum"))}");
        }

        return string.Join(", ", arguments);
    }
}
