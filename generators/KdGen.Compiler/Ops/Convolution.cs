using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Convolutions over maps and, in one dimension, over signals.</summary>
internal static class Convolution
{
    private static readonly OpParameter Kernel = OpParameter.Optional("Kernel", 1, "a kernel is", 3);
    private static readonly OpParameter Stride = OpParameter.Optional("Stride", 1, "a stride is", 1);
    private static readonly OpParameter Pad = OpParameter.Optional("Pad", 0, "padding is");
    private static readonly OpParameter Dilation = OpParameter.Optional("Dilation", 1, "dilation is", 1);
    private static readonly OpParameter Bias = OpParameter.Flag("Bias", true);

    public static readonly OpSpec Conv = new(
        "Conv",
        new(
        [
            OpParameter.Optional("inChannels", 1, "channels are"),
            OpParameter.Required("outChannels", 1, "channels are"),
            Kernel,
            Stride,
            Pad,
            OpParameter.Optional("Groups", 1, "groups are", 1),
            Dilation,
            Bias,
        ]),
        Effect.MakesShape,
        Infer,
        static place => CostOf(place, place.Layer.Integer("Groups") ?? 1),
        new Lowering.Module(Type, static place => ArgumentsOf(place, place.Code("outChannels") ?? "", place.Code("Groups") ?? ""), Comment)
        {
            State = static place => StateOf(place, place.Input.Channels / (place.Layer.Integer("Groups") ?? 1)),
        })
    {
        Dims = static place => Sizes.Slid(place, new Dim(place.Code("outChannels") ?? ""), WindowOf(place.Layer), place.Code("Stride") ?? ""),
    };

    /// <summary>A kernel of its own for each channel.</summary>
    public static readonly OpSpec DepthwiseConv = new(
        "DepthwiseConv",
        new([Kernel, Stride, Pad, Dilation, Bias]),
        Effect.ResizesMap,
        static (layer, input) => WindowOf(layer).Over(layer, input, input.Shape.Channels, "Kernel"),
        static place => CostOf(place, place.Input.Channels),
        new Lowering.Module(Type, static place => ArgumentsOf(place, place.In(0), place.In(0)), DepthwiseComment)
        {
            State = static place => StateOf(place, 1),
        })
    {
        Dims = static place => Sizes.Slid(place, place.InputDims[0], WindowOf(place.Layer), place.Code("Stride") ?? ""),
    };

    /// <summary>Weights [out, in of a group, kernel...] and a bias.</summary>
    private static StateTensor[] StateOf(Place place, long inGroup)
    {
        long kernel = place.Layer.Integer("Kernel") ?? 1;
        long[] weights = [place.Output.Channels, inGroup, .. Enumerable.Repeat(kernel, place.Input.Rank - 1)];
        return StateTensor.Of(weights, place.Layer.Flag("Bias") ? place.Output.Channels : null);
    }

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
        return input.Shape.Rank == 1 ? slid : new ShapeAnswer(slid.Output, [.. slid.Problems, .. ChannelProblems(layer, input, outChannels)]);
    }

    /// <summary>Stated input channels that are not the received ones, and groups that do not divide.</summary>
    public static IEnumerable<Problem> ChannelProblems(LayerIr layer, Flow input, long outChannels)
    {
        long received = input.Shape.Channels;
        long inChannels = layer.Integer("inChannels") ?? received;
        if (inChannels != received)
        {
            yield return new Problem(
                ProblemCode.ConvChannels, layer.Node, layer.Written("inChannels"),
                layer.Operator, Literal.Counted(inChannels, "input channel"), Literal.Of(received), input.ChannelsFrom.Name)
            {
                Related = input.ChannelsFrom.Spots,
                Fixes = new(Fixing.Stated(layer, "inChannels", input, 0, $"Infer the channels: {layer.Operator}({layer.Code("outChannels")})")),
            };
        }

        long groups = layer.Integer("Groups") ?? 1;
        if (inChannels % groups != 0 || outChannels % groups != 0)
        {
            bool ofInput = inChannels % groups != 0;
            bool isFixed = Fixing.IsNumber(layer, "outChannels") && (layer.Written("inChannels") is { } stated ? Fixing.IsNumber(layer, stated) : Fixing.IsNumber(input, 0));
            Divisors nearest = Divisors.Nearest(groups, inChannels, outChannels);
            yield return new Problem(
                ProblemCode.GroupsDoNotDivide, layer.Node, layer.Written("Groups"),
                layer.Operator,
                Literal.Of(groups),
                ofInput ? $"{Literal.Of(inChannels)} input channels" : $"{Literal.Of(outChannels)} output channels",
                nearest.ToString())
            {
                Related = ofInput && layer.Written("inChannels") is null ? input.ChannelsFrom.Spots : default,
                Fixes = new(Fixing.Divide(layer, "Groups", nearest, isFixed)),
            };
        }
    }

    /// <summary>Taps for each output value: its group's input channels times the kernel's area or length.</summary>
    private static Work CostOf(Place place, long groups)
    {
        long taps = place.Input.Channels / groups;
        for (int axis = 1; axis < place.Input.Rank; axis++)
        {
            taps = Saturating.Multiply(taps, place.Layer.Integer("Kernel") ?? 1);
        }

        long outChannels = place.Output.Channels;
        long bias = place.Layer.Flag("Bias") ? outChannels : 0;
        return new Work(
            Saturating.Add(Saturating.Multiply(taps, outChannels), bias),
            Saturating.Multiply(taps, place.Output.Elements));
    }

    private static string Type(Place place) => place.Input.IsMap ? "Conv2d" : "Conv1d";

    /// <summary>What torch's defaults do not say: kernel always, the rest where it differs. A padding of 0 must stay away: it would fit two overloads.</summary>
    private static string ArgumentsOf(Place place, string outChannels, string groups)
        => new Arguments(place.In(0), outChannels, $"kernel_size: {place.Code("Kernel")}")
            .Add("stride", place, "Stride", 1)
            .Add("padding", place.Code("Pad") ?? Expression.Times(place.Code("Dilation") ?? "", Expression.Half(place.Code("Kernel") ?? "")), "0")
            .Add("dilation", place, "Dilation", 1)
            .Add("groups", groups, "1")
            .Add("bias", place, "Bias", true)
            .ToString();

    private static string Comment(Place place)
        => CommentOf(place, $"{place.In(0)} -> {place.Code("outChannels")}", place.Is("Groups", 1) ? null : $"{place.Code("Groups")} groups");

    private static string DepthwiseComment(Place place) => CommentOf(place, $"{place.In(0)} channels", null);

    /// <summary>"3 -> 128, 3x3, stride 2, no bias".</summary>
    public static string CommentOf(Place place, string channels, string? groups)
    {
        string kernel = Expression.Operand(place.Code("Kernel") ?? "");
        string?[] parts =
        [
            channels,
            place.Input.IsMap ? $"{kernel}x{kernel}" : $"kernel {kernel}",
            place.Is("Stride", 1) ? null : $"stride {place.Code("Stride")}",
            place.Code("Pad") is { } pad ? $"padding {pad}" : null,
            place.Code("Dilation") is null or "1" ? null : $"dilation {place.Code("Dilation")}",
            groups,
            place.Code("Bias") == "false" ? "no bias" : null,
        ];
        return string.Join(", ", parts.Where(static part => part is not null));
    }
}
