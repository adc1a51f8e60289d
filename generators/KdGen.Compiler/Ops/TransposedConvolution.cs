using System;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Convolution backwards: each pixel spreads over a window of the output.</summary>
internal static class TransposedConvolution
{
    public static readonly OpSpec ConvTranspose = new(
        "ConvTranspose",
        new(
        [
            OpParameter.Optional("inChannels", 1, "channels are"),
            OpParameter.Required("outChannels", 1, "channels are"),
            OpParameter.Optional("Kernel", 1, "a kernel is", 4),
            OpParameter.Optional("Stride", 1, "a stride is", 2),
            OpParameter.Optional("Pad", 0, "padding is", 1),
            OpParameter.Optional("OutputPad", 0, "padding is", 0),
            OpParameter.Optional("Groups", 1, "groups are", 1),
            OpParameter.Flag("Bias", true),
        ]),
        Effect.MakesShape,
        Infer,
        Cost,
        new Lowering.Module(static _ => "ConvTranspose2d", ArgumentsOf, Comment)
        {
            State = static place => StateTensor.Of(
                [place.Input.Channels, place.Output.Channels / (place.Layer.Integer("Groups") ?? 1), place.Layer.Integer("Kernel") ?? 1, place.Layer.Integer("Kernel") ?? 1],
                place.Layer.Flag("Bias") ? place.Output.Channels : null),
        })
    {
        Dims = static place => [new Dim(place.Code("outChannels") ?? ""), null, null],
    };

    /// <summary>(size - 1) Stride - 2 Pad + Kernel + OutputPad, which is at least 1; OutputPad is below the stride, else it would repeat what the kernel reaches.</summary>
    private static ShapeAnswer Infer(LayerIr layer, Flow input)
    {
        if (!input.Shape.IsMap)
        {
            return new ShapeAnswer(null, Ranks.MapNeeded(layer, input));
        }

        long stride = layer.Integer("Stride") ?? 1;
        long outputPad = layer.Integer("OutputPad") ?? 0;
        if (outputPad >= stride)
        {
            return new ShapeAnswer(null, OutOfRange(layer, "OutputPad", outputPad, $"it is below the stride, which is {Literal.Of(stride)}"));
        }

        long outChannels = layer.Integer("outChannels") ?? 0;
        long height = Spread(input.Shape.Dims[1]);
        long width = Spread(input.Shape.Dims[2]);
        long excess = 1 - Math.Min(height, width);
        return excess > 0
            ? new ShapeAnswer(null, OutOfRange(
                layer, "Pad", layer.Integer("Pad") ?? 0,
                $"nothing is left of {Ranks.Article(Window.MapOf(input))} {Window.MapOf(input)} map, use {Literal.Of((layer.Integer("Pad") ?? 0) - ((excess + 1) / 2))} or less"))
            : new ShapeAnswer(new Shape(outChannels, height, width), [.. Convolution.ChannelProblems(layer, input, outChannels)]);

        long Spread(long size) => ((size - 1) * stride) - (2 * (layer.Integer("Pad") ?? 0)) + (layer.Integer("Kernel") ?? 1) + outputPad;
    }

    private static Problem OutOfRange(LayerIr layer, string argument, long value, string range)
        => new(ProblemCode.OutOfRange, layer.Node, layer.Written(argument), layer.Operator, $"{argument} = {Literal.Of(value)}", range);

    /// <summary>Each input value is multiplied with the kernel of each output channel of its group.</summary>
    private static Work Cost(Place place)
    {
        long kernel = place.Layer.Integer("Kernel") ?? 1;
        long outChannels = place.Output.Channels;
        long taps = Saturating.Multiply(outChannels / (place.Layer.Integer("Groups") ?? 1), Saturating.Multiply(kernel, kernel));
        return new Work(
            Saturating.Add(Saturating.Multiply(taps, place.Input.Channels), place.Layer.Flag("Bias") ? outChannels : 0),
            Saturating.Multiply(taps, place.Input.Elements));
    }

    private static string ArgumentsOf(Place place)
        => new Arguments(place.In(0), place.Code("outChannels") ?? "", $"kernel_size: {place.Code("Kernel")}")
            .Add("stride", place, "Stride", 1)
            .Add("padding", place, "Pad", 0)
            .Add("output_padding", place, "OutputPad", 0)
            .Add("groups", place, "Groups", 1)
            .Add("bias", place, "Bias", true)
            .ToString();

    private static string Comment(Place place)
        => Convolution.CommentOf(place, $"{place.In(0)} -> {place.Code("outChannels")}", place.Is("Groups", 1) ? null : $"{place.Code("Groups")} groups");
}
