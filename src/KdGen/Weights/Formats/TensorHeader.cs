namespace KdGen.Weights.Formats;

/// <summary>Where a tensor lies in a file and how it is laid out; made only by <see cref="Create"/>, so that all of it lies within the file.</summary>
internal sealed class TensorHeader
{
    /// <summary>As many dimensions as libtorch's operators take.</summary>
    public const int MaxRank = 64;

    private TensorHeader(string name, ElementType type, long[] shape, long[] strides, long start, long count)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Strides = strides;
        Start = start;
        Count = count;
    }

    /// <summary>The key in the state dict.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The sizes.</summary>
    public long[] Shape { get; }

    /// <summary>The steps between neighbours of each dimension, in elements.</summary>
    public long[] Strides { get; }

    /// <summary>Where the first element begins, in bytes from the file's beginning.</summary>
    public long Start { get; }

    /// <summary>How many elements the tensor has.</summary>
    public long Count { get; }

    /// <summary>Whether the elements lie in logical order without gaps.</summary>
    public bool IsContiguous
    {
        get
        {
            long step = 1;
            for (int i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != step)
                    return Count == 0;
                step *= Shape[i];
            }
            return true;
        }
    }

    /// <summary>The steps of a tensor of that shape whose elements lie in logical order.</summary>
    public static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        long step = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(shape[i], 1);
        }
        return strides;
    }

    /// <summary>The header of a tensor in a storage that begins at <paramref name="storageStart"/> and has <paramref name="storageBytes"/> bytes.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">The key.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="strides">In elements; null where they lie in logical order.</param>
    /// <param name="offset">Of the first element in the storage, in elements.</param>
    /// <param name="storageStart">In bytes from the file's beginning; the storage lies within the file.</param>
    /// <param name="storageBytes">The storage's real size.</param>
    /// <exception cref="InvalidDataException">The tensor does not lie within its storage, or would be larger than the file and a constant.</exception>
    public static TensorHeader Create(
        ByteSource source, string name, ElementType type, long[] shape, long[]? strides, long offset, long storageStart, long storageBytes)
    {
        long count = CheckedCount(source, name, type, shape);
        if (count > (source.Length + MemoryBudget.Constant) / type.Bytes())
            throw Fail($"has shape {ByteSource.Text(shape)}, far more than the file holds");

        long[] steps = strides ?? RowMajor(shape);
        if (steps.Length != shape.Length)
            throw Fail($"has {shape.Length} sizes but {steps.Length} strides");
        Int128 end = offset;
        for (int i = 0; i < shape.Length && count > 0; i++)
        {
            if (steps[i] < 0)
                throw Fail($"has the negative stride {ByteSource.Text(steps[i])}");
            end += (Int128)(shape[i] - 1) * steps[i];
            if (end > long.MaxValue)
                throw Outside();
        }
        if (count > 0)
            end++;
        if (offset < 0 || end * type.Bytes() > storageBytes)
            throw Outside();
        return new TensorHeader(name, type, shape, steps, storageStart + offset * type.Bytes(), count);

        InvalidDataException Fail(string reason) => source.Fail($"tensor {ByteSource.Quote(name)} {reason}");
        InvalidDataException Outside() => Fail(
            $"of shape {ByteSource.Text(shape)} with strides {ByteSource.Text(steps)} from element {ByteSource.Text(offset)} on reaches past its storage of {ByteSource.Text(storageBytes)} bytes");
    }

    /// <summary>The number of elements of a shape, where it and every stride of it can be said in 64 bits.</summary>
    /// <exception cref="InvalidDataException">It cannot; or a size is negative, or there are too many.</exception>
    public static long CheckedCount(ByteSource source, string name, ElementType type, long[] shape)
    {
        if (shape.Length > MaxRank)
            throw source.Fail($"tensor {ByteSource.Quote(name)} has {shape.Length} dimensions; there can be {MaxRank}");
        long room = type.Bytes(), count = 1;
        foreach (long size in shape)
        {
            if (size < 0)
                throw source.Fail($"tensor {ByteSource.Quote(name)} has the negative size {ByteSource.Text(size)}");
            if (size > 0 && room > long.MaxValue / size)
                throw source.Fail($"tensor {ByteSource.Quote(name)} has shape {ByteSource.Text(shape)}, more than 64 bits can count");
            room *= Math.Max(size, 1);
            count *= size;
        }
        return count;
    }
}
