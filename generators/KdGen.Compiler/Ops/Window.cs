using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>What convolution and pooling share: a window that slides over a padded map or signal.</summary>
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

    /// <summary>The rows, columns or values at the end of <paramref name="size"/> real ones that it never reaches; padding is none.</summary>
    public long Unread(long size) => Math.Max(0, size - (((Slide(size) - 1) * Stride) - Pad + Span));

    /// <summary>The map or signal that the window makes of <paramref name="input"/>, or the problem that it does not fit or has nothing to slide over.</summary>
    public ShapeAnswer Over(LayerIr layer, Flow input, long channels, string kernelArgument)
    {
        if (input.Shape.Rank == 1)
        {
            return new ShapeAnswer(null, Ranks.MapNeeded(layer, input));
        }

        long[] sizes = [.. input.Shape.Dims];
        sizes[0] = channels;
        for (int axis = 1; axis < sizes.Length; axis++)
        {
            if (!Fits(sizes[axis]))
            {
                return new ShapeAnswer(null, TooLarge(layer, input, kernelArgument));
            }

            sizes[axis] = Slide(sizes[axis]);
        }

        return new ShapeAnswer(new Shape(sizes), [.. Unread(layer, input, kernelArgument)]);
    }

    /// <summary>A stride that leaves real values unread. One that is larger than its kernel means to: a 1x1 shortcut of stride 2.</summary>
    private IEnumerable<Problem> Unread(LayerIr layer, Flow input, string kernelArgument)
    {
        long[] unread = [.. input.Shape.Dims.Skip(1).Select(Unread)];
        if (Kernel < Stride || unread.All(static count => count == 0))
        {
            yield break;
        }

        string[] words = input.Shape.IsMap ? ["row", "column"] : ["value"];
        WindowFixes fixes = new(this, layer, input, kernelArgument);
        yield return new Problem(
            ProblemCode.StrideDropsPixels, layer.Node, layer.Written("Stride") ?? layer.Written(kernelArgument),
            layer.Operator,
            string.Join(" and ", unread.Zip(words, static (count, word) => count == 0 ? null : count == 1 ? word : $"{Literal.Of(count)} {word}s").OfType<string>()),
            input.Shape.IsMap ? $"{input.Shape} map" : $"{input.Shape} signal",
            input.ShapeFrom.Name,
            fixes.ReadingAllInWords)
        {
            Related = input.ShapeFrom.Spots,
            Fixes = new(fixes.ReadingAll()),
        };
    }

    /// <summary>A map's height and width.</summary>
    public static Shape MapOf(Flow input) => new(input.Shape.Dims[1], input.Shape.Dims[2]);

    private Problem TooLarge(LayerIr layer, Flow input, string kernelArgument)
    {
        string with = (Dilation, Pad) switch
        {
            (1, 0) => "",
            (1, _) => $" with padding {Literal.Of(Pad)}",
            (_, 0) => $" at dilation {Literal.Of(Dilation)}",
            _ => $" at dilation {Literal.Of(Dilation)} with padding {Literal.Of(Pad)}",
        };
        string over = input.Shape.IsMap
            ? $"{Ranks.Article(MapOf(input))} {MapOf(input)} map"
            : $"a signal of length {Literal.Of(input.Shape.Dims[1])}";
        long largest = ((input.Shape.Dims.Skip(1).Min() + (2 * Pad) - 1) / Dilation) + 1;
        return new Problem(
            ProblemCode.KernelTooLarge, layer.Node, layer.Written(kernelArgument),
            Literal.Of(Kernel),
            over,
            with,
            input.ShapeFrom.Name,
            largest > 1 ? $"use {Literal.Of(largest)} or less" : layer.Operator is "MaxPool" or "AvgPool" ? "remove it" : "use 1")
        {
            Related = input.ShapeFrom.Spots,
            Fixes = new(new WindowFixes(this, layer, input, kernelArgument).Fitting()),
        };
    }
}
