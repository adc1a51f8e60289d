namespace TorchSharp;

public static partial class torch
{
    /// <summary>The size of each dimension of a tensor.</summary>
    public readonly struct Size
    {
        /// <summary>Creates a size from its dimensions.</summary>
        public Size(long[] shape) => Shape = [.. shape];

        /// <summary>The dimensions.</summary>
        public long[] Shape { get => field ?? []; }

        /// <summary>The number of dimensions.</summary>
        public int Length => Shape.Length;

        /// <summary>One dimension; a negative index counts from the end.</summary>
        public long this[int idx] => Shape[idx < 0 ? Shape.Length + idx : idx];

        /// <summary>The number of elements.</summary>
        public long numel()
        {
            long product = 1;
            foreach (long size in Shape)
                product *= size;
            return product;
        }

        /// <summary>A size from its dimensions.</summary>
        public static implicit operator Size(long[] size) => new(size);

        /// <summary>A size of one dimension.</summary>
        public static implicit operator Size(long size) => new([size]);

        /// <summary>A size of two dimensions.</summary>
        public static implicit operator Size((long, long) size) => new([size.Item1, size.Item2]);
    }
}
