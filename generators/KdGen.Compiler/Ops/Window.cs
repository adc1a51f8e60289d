using System;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>What convolution and pooling share: a window that slides over a padded map.</summary>
/// <param name="Kernel">Taps of the window, per side.</param>
/// <param name="Stride">Its step.</param>
/// <param name="Pad">Padding on each side.</param>
/// <param name="Dilation">Distance of its taps.</param>
internal readonly record struct Window(long Kernel, long Stride, long Pad, long Dilation)
{
    /// <summary>The pixels from its first tap to its last: Dilation * (Kernel - 1) + 1.</summary>
    public long Span => (Dilation * (Kernel - 1)) + 1;

    public bool Fits(long size) => Span <= size + (2 * Pad);

    /// <summary>How often it fits while it slides: floor((size + 2 Pad - Span) / Stride) + 1.</summary>
    public long Slide(long size) => ((size + (2 * Pad) - Span) / Stride) + 1;

    /// <summary>The map that the window makes of <paramref name="input"/>, or the problem that it does not fit or has nothing to slide over.</summary>
    public ShapeAnswer Over(LayerIr layer, Flow input, long channels, string kernelArgument)
    {
        if (!input.Shape.IsMap)
        {
            return new ShapeAnswer(null, MapNeeded(layer, input));
        }

        long height = input.Shape.Dims[1];
        long width = input.Shape.Dims[2];
        return Fits(height) && Fits(width)
            ? new Shape(channels, Slide(height), Slide(width))
            : new ShapeAnswer(null, TooLarge(layer, input, Math.Min(height, width), layer.Written(kernelArgument)));
    }

    /// <summary>The problem that an operator on maps receives a vector.</summary>
    public static Problem MapNeeded(LayerIr layer, Flow input)
    {
        string advice =
            input.Flattened is not null ? "put it before Flatten"
            : input.ShapeFrom == "Input" ? "give [Input] channels, height and width"
            : $"put it before {input.ShapeFrom}";
        return new Problem(ProblemCode.WrongRank, layer.Node, null, layer.Operator, input.Shape.ToString(), input.ShapeFrom, advice);
    }

    private Problem TooLarge(LayerIr layer, Flow input, long size, string? argument)
    {
        string with = (Dilation, Pad) switch
        {
            (1, 0) => "",
            (1, _) => $" with padding {Literal.Of(Pad)}",
            (_, 0) => $" at dilation {Literal.Of(Dilation)}",
            _ => $" at dilation {Literal.Of(Dilation)} with padding {Literal.Of(Pad)}",
        };
        long largest = ((size + (2 * Pad) - 1) / Dilation) + 1;
        return new Problem(
            ProblemCode.KernelTooLarge, layer.Node, argument,
            Literal.Of(Kernel),
            $"{Literal.Of(input.Shape.Dims[1])}x{Literal.Of(input.Shape.Dims[2])}",
            with,
            input.ShapeFrom,
            $"use {Literal.Of(largest)} or less");
    }
}
