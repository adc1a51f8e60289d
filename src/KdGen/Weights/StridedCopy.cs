using System.Runtime.CompilerServices;

namespace KdGen.Weights;

/// <summary>Copies elements that lie in strides into logical order. libtorch could do it on a view, but TorchSharp makes no views over foreign memory.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>Copies the elements from the logical index <paramref name="from"/> on, as many as fit into the target.</summary>
    /// <param name="first">The first element; all that shape and strides reach must be readable.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="strides">In elements, none negative.</param>
    /// <param name="width">Of an element in bytes: 1, 2, 4, 8 or 16.</param>
    /// <param name="from">A logical index.</param>
    /// <param name="target">A whole number of elements, no more than there are.</param>
    public static void Copy(byte* first, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, int width, long from, Span<byte> target)
    {
        if (target.IsEmpty)
            return;
        Span<long> sizes = stackalloc long[shape.Length + 1], steps = stackalloc long[shape.Length + 1], index = stackalloc long[shape.Length + 1];
        int rank = Merge(shape, strides, sizes, steps);
        long place = from;
        for (int i = rank - 1; i >= 0; i--)
            (place, index[i]) = Math.DivRem(place, sizes[i]);

        while (!target.IsEmpty)
        {
            long element = 0;
            for (int i = 0; i < rank; i++)
                element += index[i] * steps[i];
            int count = (int)Math.Min(sizes[rank - 1] - index[rank - 1], target.Length / width);
            Row(first + element * width, steps[rank - 1], width, target[..(count * width)]);
            target = target[(count * width)..];

            index[rank - 1] += count;
            for (int i = rank - 1; i > 0 && index[i] == sizes[i]; i--)
            {
                index[i] = 0;
                index[i - 1]++;
            }
        }
    }

    /// <summary>The same elements with as few dimensions as possible, at least one: neighbours that lie as one are one.</summary>
    private static int Merge(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, Span<long> sizes, Span<long> steps)
    {
        int rank = 1;
        (sizes[0], steps[0]) = (1, 1);
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 1)
                continue;
            if (sizes[rank - 1] == 1)
                (sizes[rank - 1], steps[rank - 1]) = (shape[i], strides[i]);
            else if (steps[rank - 1] == strides[i] * shape[i])
                (sizes[rank - 1], steps[rank - 1]) = (sizes[rank - 1] * shape[i], strides[i]);
            else
                (sizes[rank], steps[rank++]) = (shape[i], strides[i]);
        }
        return rank;
    }

    private static void Row(byte* source, long step, int width, Span<byte> target)
    {
        if (step == 1)
        {
            new ReadOnlySpan<byte>(source, target.Length).CopyTo(target);
            return;
        }
        switch (width)
        {
            case 1: Row<byte>(source, step, target); break;
            case 2: Row<ushort>(source, step, target); break;
            case 4: Row<uint>(source, step, target); break;
            case 8: Row<ulong>(source, step, target); break;
            default: Row<UInt128>(source, step, target); break;
        }
    }

    private static void Row<T>(byte* source, long step, Span<byte> target) where T : unmanaged
    {
        fixed (byte* start = target)
        {
            // A file's values lie at any address.
            for (byte* at = start, end = start + target.Length; at < end; at += sizeof(T), source += step * sizeof(T))
                Unsafe.WriteUnaligned(at, Unsafe.ReadUnaligned<T>(source));
        }
    }
}
