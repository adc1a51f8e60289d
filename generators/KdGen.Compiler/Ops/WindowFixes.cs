using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Other windows for a place where one does not fit, or leaves a part of its input unread.</summary>
/// <param name="window">The window that is declared.</param>
/// <param name="layer">The convolution or pool.</param>
/// <param name="input">What it slides over.</param>
/// <param name="kernel">The name of its kernel's argument.</param>
internal sealed class WindowFixes(Window window, LayerIr layer, Flow input, string kernel)
{
    private readonly bool isPool = kernel == "kernel";
    private readonly long[] sizes = [.. input.Shape.Dims.Skip(1)];

    /// <summary>What is said of a stride that leaves the last rows or columns unread: "Pad = 1 or MaxPool(3, Stride = 2)".</summary>
    public string ReadingAllInWords => string.Join(" or ", new[] { PadReadingAll is { } pad ? $"Pad = {Literal.Of(pad)}" : null, KernelReadingAll is { } size ? WithKernel(size) : null }
        .OfType<string>().DefaultIfEmpty("a smaller Stride"));

    /// <summary>For a kernel that does not fit: a smaller one, padding, or a map that no pool has made smaller.</summary>
    public IEnumerable<Fix> Fitting()
    {
        if (CanWrite(kernel) && Smaller.Select(Sized).FirstOrDefault(Fits) is { Kernel: > 0 } smaller)
        {
            yield return Fixing.Use(layer, kernel, smaller.Kernel);
        }

        if (CanWrite("Pad") && Padded.FirstOrDefault(Fits) is { Kernel: > 0 } padded)
        {
            yield return UsePad(padded.Pad);
        }

        if (input is { ShapeFrom: { Name: "MaxPool" or "AvgPool", Node: { } pool }, Before: { } before } && Fixing.IsFixed(input) && before.Dims.Skip(1).All(window.Fits))
        {
            yield return new Fix("RemovePool", $"Remove {input.ShapeFrom} before it ({string.Join("x", before.Dims.Skip(1))})", Edit.Remove(pool));
        }
    }

    /// <summary>For a stride that leaves a part unread: padding, or another kernel at the same stride.</summary>
    public IEnumerable<Fix> ReadingAll()
    {
        if (CanWrite("Pad") && PadReadingAll is { } pad)
        {
            yield return UsePad(pad);
        }

        if (CanWrite(kernel) && CanWrite("Stride") && KernelReadingAll is { } size)
        {
            Edit[] edits = [Edit.Set(layer.Node, kernel, Literal.Of(size))];
            yield return new Fix("UseKernel", $"Use {WithKernel(size)}", isPool && layer.Written("Stride") is null ? [.. edits, Edit.Set(layer.Node, "Stride", Literal.Of(window.Stride))] : edits);
        }
    }

    private long? PadReadingAll => Padded.Where(Fits).FirstOrDefault(ReadsAll) is { Kernel: > 0 } padded ? padded.Pad : null;

    private long? KernelReadingAll =>
        Larger.Select(size => Sized(size) with { Stride = window.Stride }).Where(Fits).FirstOrDefault(ReadsAll) is { Kernel: > 0 } larger
            ? larger.Kernel
            : null;

    /// <summary>The windows with more padding, of which each still holds a value of the input; torch allows a pool half of its kernel.</summary>
    private IEnumerable<Window> Padded
    {
        get
        {
            long least = Math.Max(window.Pad + 1, (window.Span - sizes.Min() + 1) / 2);
            long most = Math.Min(sizes.Min(), isPool ? window.Kernel / 2 : window.Span - 1);
            return Numbers.Select(more => least + more).TakeWhile(pad => pad <= most).Select(pad => window with { Pad = pad });
        }
    }

    /// <summary>The smaller kernels, the largest first; a pool of one value pools nothing.</summary>
    private IEnumerable<long> Smaller
    {
        get
        {
            long most = Math.Min(window.Kernel - 1, ((sizes.Min() + (2 * window.Pad) - 1) / window.Dilation) + 1);
            return Numbers.Select(less => most - less).TakeWhile(size => size >= (isPool ? 2 : 1));
        }
    }

    // What lies further off is no small change of the network, and would take long to look for.
    private static IEnumerable<long> Numbers => Enumerable.Range(0, 64).Select(static number => (long)number);

    private IEnumerable<long> Larger => Numbers.Select(more => window.Kernel + 1 + more).TakeWhile(size => size <= window.Kernel + window.Stride);

    private string WithKernel(long size) =>
        !isPool ? $"Kernel = {Literal.Of(size)}" : $"{layer.Operator}({Literal.Of(size)}, Stride = {Literal.Of(window.Stride)})";

    private Fix UsePad(long pad) => new("UsePad", $"Use Pad = {Literal.Of(pad)}", Edit.Set(layer.Node, "Pad", Literal.Of(pad)));

    /// <summary>The window with another kernel: what is not written follows it, a convolution's padding and a pool's stride.</summary>
    private Window Sized(long size) => window with
    {
        Kernel = size,
        Pad = isPool || layer.Written("Pad") is not null ? window.Pad : window.Dilation * (size / 2),
        Stride = isPool && layer.Written("Stride") is null ? size : window.Stride,
    };

    private bool Fits(Window other) => sizes.All(other.Fits) && (!isPool || other.Pad <= other.Kernel / 2);

    private bool ReadsAll(Window other) => sizes.All(size => other.Unread(size) == 0);

    private bool CanWrite(string argument) => Fixing.IsNumber(layer, argument) && Fixing.IsFixed(input);
}
