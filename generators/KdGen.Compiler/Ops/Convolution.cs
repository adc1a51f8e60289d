using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Convolutions.</summary>
internal static class Convolution
{
    public static readonly OpSpec Conv = new(
        "Conv",
        new(
        [
            OpParameter.Optional("inChannels", 1, "channels are"),
            OpParameter.Required("outChannels", 1, "channels are"),
            OpParameter.Optional("Kernel", 1, "a kernel is", 3),
            OpParameter.Optional("Stride", 1, "a stride is", 1),
            OpParameter.Optional("Pad", 0, "padding is"),
            OpParameter.Optional("Groups", 1, "groups are", 1),
            OpParameter.Optional("Dilation", 1, "dilation is", 1),
            OpParameter.Flag("Bias", true),
        ]),
        Effect.MakesShape,
        Infer,
        Cost,
        new Lowering.Module(static _ => "Conv2d", Arguments, Comment));

    private static Window WindowOf(LayerIr layer)
    {
        long kernel = layer.Integer("Kernel") ?? 1;
        long dilation = layer.Integer("Dilation") ?? 1;
        return new Window(kernel, layer.Integer("Stride") ?? 1, layer.Integer("Pad") ?? dilation * (kernel / 2), dilation);
    }

    private static ShapeAnswer Infer(LayerIr layer, Flow input)
    {
        long outChannels = layer.Integer("outChannels") ?? 0;
        ShapeAnswer slid = WindowOf(layer).Over(layer, input, outChannels, "Kernel");
        if (!input.Shape.IsMap)
        {
            return slid;
        }

        List<Problem> problems = [.. slid.Problems];
        long received = input.Shape.Channels;
        long inChannels = layer.Integer("inChannels") ?? received;
        if (inChannels != received)
        {
            problems.Add(new Problem(
                ProblemCode.ConvChannels, layer.Node, layer.Written("inChannels"),
                layer.Operator, Literal.Of(inChannels), Literal.Of(received), input.ChannelsFrom));
        }

        long groups = layer.Integer("Groups") ?? 1;
        if (inChannels % groups != 0 || outChannels % groups != 0)
        {
            bool ofInput = inChannels % groups != 0;
            problems.Add(new Problem(
                ProblemCode.GroupsDoNotDivide, layer.Node, layer.Written("Groups"),
                layer.Operator,
                Literal.Of(groups),
                ofInput ? $"{Literal.Of(inChannels)} input channels" : $"{Literal.Of(outChannels)} output channels",
                Nearest(groups, inChannels, outChannels)));
        }

        return new ShapeAnswer(slid.Output, [.. problems]);
    }

    /// <summary>The numbers of groups nearest to <paramref name="groups"/> that divide both numbers of channels: "2 or 4".</summary>
    private static string Nearest(long groups, long inChannels, long outChannels)
    {
        long common = GreatestCommonDivisor(inChannels, outChannels);
        long below = 1;
        long above = long.MaxValue;
        for (long small = 1; small * small <= common; small++)
        {
            foreach (long divisor in (long[])(common % small == 0 ? [small, common / small] : []))
            {
                below = divisor <= groups ? Math.Max(below, divisor) : below;
                above = divisor >= groups ? Math.Min(above, divisor) : above;
            }
        }

        return above == long.MaxValue ? Literal.Of(below) : $"{Literal.Of(below)} or {Literal.Of(above)}";
    }

    private static long GreatestCommonDivisor(long left, long right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);

    private static Work Cost(Place place)
    {
        LayerIr layer = place.Layer;
        long kernel = layer.Integer("Kernel") ?? 1;
        long outChannels = place.Output.Channels;
        long taps = Saturating.Multiply(place.Input.Channels / (layer.Integer("Groups") ?? 1), Saturating.Multiply(kernel, kernel));
        long bias = layer.Flag("Bias") ? outChannels : 0;
        return new Work(
            Saturating.Add(Saturating.Multiply(taps, outChannels), bias),
            Saturating.Multiply(taps, place.Output.Elements));
    }

    /// <summary>What torch's defaults do not say: kernel always, the rest where it differs. A padding of 0 must stay away: it would fit two overloads.</summary>
    private static string Arguments(Place place)
    {
        LayerIr layer = place.Layer;
        Window window = WindowOf(layer);
        List<string> arguments =
        [
            Literal.Of(place.Input.Channels),
            Literal.Of(place.Output.Channels),
            $"kernel_size: {Literal.Of(window.Kernel)}",
        ];
        Add("stride", window.Stride, 1);
        Add("padding", window.Pad, 0);
        Add("dilation", window.Dilation, 1);
        Add("groups", layer.Integer("Groups") ?? 1, 1);
        if (!layer.Flag("Bias"))
        {
            arguments.Add("bias: false");
        }

        return string.Join(", ", arguments);

        void Add(string name, long value, long @default)
        {
            if (value != @default)
            {
                arguments.Add($"{name}: {Literal.Of(value)}");
            }
        }
    }

    private static string Comment(Place place)
    {
        LayerIr layer = place.Layer;
        Window window = WindowOf(layer);
        string kernel = Literal.Of(window.Kernel);
        string?[] parts =
        [
            $"{Literal.Of(place.Input.Channels)} -> {Literal.Of(place.Output.Channels)}",
            $"{kernel}x{kernel}",
            window.Stride == 1 ? null : $"stride {Literal.Of(window.Stride)}",
            layer.Integer("Pad") is null ? null : $"padding {Literal.Of(window.Pad)}",
            window.Dilation == 1 ? null : $"dilation {Literal.Of(window.Dilation)}",
            layer.Integer("Groups") is 1 or null ? null : $"{Literal.Of(layer.Integer("Groups") ?? 1)} groups",
            layer.Flag("Bias") ? null : "no bias",
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }
}
