using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>Output sizes as generated code writes them.</summary>
internal static class Sizes
{
    /// <summary>
    /// The size that a sliding window leaves: the input's own at stride 1 and "same" padding, at another stride a known fraction of it, else
    /// nothing that has a name. Whether the padding is "same" is decided by the numbers at this place.
    /// </summary>
    /// <param name="place">The place.</param>
    /// <param name="axis">The axis of the sample.</param>
    /// <param name="window">The window.</param>
    /// <param name="stride">The stride as generated code writes it.</param>
    public static Dim? Slid(Place place, int axis, Window window, string stride)
    {
        Dim input = place.InputDims[axis];
        return Expression.Number(input.Code) is not null && HasFixedWindow(place) ? Number(place.Output.Dims[axis])
            : window.Span != (2 * window.Pad) + 1 ? null
            : stride == "1" ? input
            : input.Of is null ? new Dim("", input.Code, stride)
            : null;
    }

    /// <summary>No [Arg] constant has a say in how the window slides.</summary>
    private static bool HasFixedWindow(Place place)
        => place.Layer.Arguments.All(static argument => argument.Name is not ("Kernel" or "kernel" or "Stride" or "Pad" or "Dilation") || Expression.Number(argument.Code) is not null);

    /// <summary>Channels in front of what <see cref="Slid"/> says of the other axes.</summary>
    public static Dim?[] Slid(Place place, Dim channels, Window window, string stride)
    {
        Dim?[] sizes = new Dim?[place.Output.Rank];
        sizes[0] = channels;
        for (int axis = 1; axis < sizes.Length; axis++)
        {
            sizes[axis] = Slid(place, axis, window, stride);
        }

        return sizes;
    }

    /// <summary>The product of sizes that are all numbers; null where one is not.</summary>
    public static long? Product(IEnumerable<Dim> sizes)
    {
        long product = 1;
        foreach (Dim size in sizes)
        {
            if (Expression.Number(size.Code) is not long number)
            {
                return null;
            }

            product = Saturating.Multiply(product, number);
        }

        return product;
    }

    /// <summary>A size that is a number, or one that has no name.</summary>
    public static Dim? Number(long? size) => size is long number ? new Dim(Literal.Of(number)) : null;
}
