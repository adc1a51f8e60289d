using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether each element is not a number.</summary>
        public Tensor isnan() => Op.isnan.Invoke(this);

        /// <summary>Whether each element is neither infinite nor not a number.</summary>
        public Tensor isfinite() => Op.isfinite.Invoke(this);

        /// <summary>Whether each element is infinite.</summary>
        public Tensor isinf() => Op.isinf.Invoke(this);

        /// <summary>Each element with NaN and the infinities replaced; null: by the largest finite number.</summary>
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Op.nan_to_num.Invoke(this, nan, posinf, neginf);

        /// <summary>Whether each element is zero.</summary>
        public Tensor logical_not() => Op.logical_not.Invoke(this);

        /// <summary>Whether both elements are not zero.</summary>
        public Tensor logical_and(Tensor other) => Op.logical_and.Invoke(this, other);

        /// <summary>Whether either element is not zero.</summary>
        public Tensor logical_or(Tensor other) => Op.logical_or.Invoke(this, other);

        /// <summary>Whether exactly one of the elements is not zero.</summary>
        public Tensor logical_xor(Tensor other) => Op.logical_xor.Invoke(this, other);
    }

    /// <inheritdoc cref="Tensor.isnan()"/>
    public static Tensor isnan(Tensor input) => input.isnan();

    /// <inheritdoc cref="Tensor.isfinite()"/>
    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    /// <inheritdoc cref="Tensor.isinf()"/>
    public static Tensor isinf(Tensor tensor) => tensor.isinf();

    /// <inheritdoc cref="Tensor.nan_to_num(double,double?,double?)"/>
    public static Tensor nan_to_num(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) => input.nan_to_num(nan, posinf, neginf);

    /// <inheritdoc cref="Tensor.logical_not()"/>
    public static Tensor logical_not(Tensor input) => input.logical_not();

    /// <inheritdoc cref="Tensor.logical_and(Tensor)"/>
    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

    /// <inheritdoc cref="Tensor.logical_or(Tensor)"/>
    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

    /// <inheritdoc cref="Tensor.logical_xor(Tensor)"/>
    public static Tensor logical_xor(Tensor left, Tensor right) => left.logical_xor(right);
}

file static class Op
{
    internal static readonly AtenOp isfinite = new("isfinite");
    internal static readonly AtenOp isinf = new("isinf");
    internal static readonly AtenOp isnan = new("isnan");
    internal static readonly AtenOp logical_and = new("logical_and");
    internal static readonly AtenOp logical_not = new("logical_not");
    internal static readonly AtenOp logical_or = new("logical_or");
    internal static readonly AtenOp logical_xor = new("logical_xor");
    internal static readonly AtenOp nan_to_num = new("nan_to_num");
}
