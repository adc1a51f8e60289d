namespace TorchSharp;

public static partial class torch
{
    /// <summary>What an indexer takes of one dimension: one place, a range, all of it, or what a tensor of indices or truth values names.</summary>
    public readonly struct TensorIndex
    {
        internal enum Kind
        {
            Colon,
            None,
            Ellipsis,
            Single,
            Slice,
            Tensor,
        }

        private TensorIndex(Kind what, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            What = what;
            Start = start;
            Stop = stop;
            Step = step;
            Places = tensor;
        }

        /// <summary>All of the dimension.</summary>
        public static readonly TensorIndex Colon = new(Kind.Colon);

        /// <summary>All of the dimensions that no other index names.</summary>
        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new(Kind.None);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex Null = new(Kind.None);

        internal Kind What { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Places { get; }

        /// <summary>One place, which takes the dimension away; null: a new dimension.</summary>
        public static TensorIndex Single(long? index) => index is { } place ? new(Kind.Single, place) : None;

        /// <summary>Every step-th place from start to stop, which is not included; negative ones count from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        /// <summary>A range.</summary>
        public static TensorIndex Slice(Range range) => range;

        /// <summary>The places that a tensor of indices, or of truth values, names.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        /// <summary>One place, which takes the dimension away.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>One place, which takes the dimension away.</summary>
        public static implicit operator TensorIndex(Index index) => Single(Place(index));

        /// <summary>A range.</summary>
        public static implicit operator TensorIndex(Range range) =>
            Slice(Place(range.Start), range.End.IsFromEnd && range.End.Value == 0 ? null : Place(range.End));

        private static long Place(Index index) => index.IsFromEnd ? -(long)index.Value : index.Value;
    }
}
