using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Each element rounded down.</summary>
        public Tensor floor() => Op.floor.Invoke(this);

        /// <summary>Each element rounded down, in place.</summary>
        public Tensor floor_()
        {
            Op.floor_.InvokeVoid(this);
            return this;
        }

        /// <summary>Each element rounded up.</summary>
        public Tensor ceil() => Op.ceil.Invoke(this);

        /// <summary>Each element rounded up, in place.</summary>
        public Tensor ceil_()
        {
            Op.ceil_.InvokeVoid(this);
            return this;
        }

        /// <summary>Each element rounded to the nearest, halves to even.</summary>
        public Tensor round(long decimals = 0) => Op.round_decimals.Invoke(this, decimals);

        /// <summary>Each element rounded towards zero.</summary>
        public Tensor trunc() => Op.trunc.Invoke(this);

        /// <summary>Each element held between the limits; null: no limit.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Op.clamp.Invoke(this, min, max);

        /// <summary>Each element held between the limits; null: no limit.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Op.clamp_Tensor.Invoke(this, min, max);

        /// <summary>Each element held between the limits, in place; null: no limit.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            Op.clamp_.InvokeVoid(this, min, max);
            return this;
        }

        /// <summary>Each element, at least the limit.</summary>
        public Tensor clamp_min(Scalar min) => Op.clamp_min.Invoke(this, min);

        /// <summary>Each element, at least the limit, in place.</summary>
        public Tensor clamp_min_(Scalar min)
        {
            Op.clamp_min_.InvokeVoid(this, min);
            return this;
        }

        /// <summary>Each element, at most the limit.</summary>
        public Tensor clamp_max(Scalar max) => Op.clamp_max.Invoke(this, max);

        /// <summary>Each element, at most the limit, in place.</summary>
        public Tensor clamp_max_(Scalar max)
        {
            Op.clamp_max_.InvokeVoid(this, max);
            return this;
        }
    }

    /// <inheritdoc cref="Tensor.floor()"/>
    public static Tensor floor(Tensor input) => input.floor();

    /// <inheritdoc cref="Tensor.floor_()"/>
    public static Tensor floor_(Tensor input) => input.floor_();

    /// <inheritdoc cref="Tensor.ceil()"/>
    public static Tensor ceil(Tensor input) => input.ceil();

    /// <inheritdoc cref="Tensor.ceil_()"/>
    public static Tensor ceil_(Tensor input) => input.ceil_();

    /// <inheritdoc cref="Tensor.round(long)"/>
    public static Tensor round(Tensor input, long decimals = 0) => input.round(decimals);

    /// <inheritdoc cref="Tensor.trunc()"/>
    public static Tensor trunc(Tensor input) => input.trunc();

    /// <inheritdoc cref="Tensor.clamp(Scalar,Scalar)"/>
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    /// <inheritdoc cref="Tensor.clamp(Tensor,Tensor)"/>
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    /// <inheritdoc cref="Tensor.clamp_(Scalar,Scalar)"/>
    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp_(min, max);

    /// <inheritdoc cref="Tensor.clamp_min(Scalar)"/>
    public static Tensor clamp_min(Tensor input, Scalar min) => input.clamp_min(min);

    /// <inheritdoc cref="Tensor.clamp_min_(Scalar)"/>
    public static Tensor clamp_min_(Tensor input, Scalar min) => input.clamp_min_(min);

    /// <inheritdoc cref="Tensor.clamp_max(Scalar)"/>
    public static Tensor clamp_max(Tensor input, Scalar max) => input.clamp_max(max);

    /// <inheritdoc cref="Tensor.clamp_max_(Scalar)"/>
    public static Tensor clamp_max_(Tensor input, Scalar max) => input.clamp_max_(max);
}

file static class Op
{
    internal static readonly AtenOp ceil = new("ceil");
    internal static readonly AtenOp ceil_ = new("ceil_");
    internal static readonly AtenOp clamp = new("clamp");
    internal static readonly AtenOp clamp_ = new("clamp_");
    internal static readonly AtenOp clamp_Tensor = new("clamp", "Tensor");
    internal static readonly AtenOp clamp_max = new("clamp_max");
    internal static readonly AtenOp clamp_max_ = new("clamp_max_");
    internal static readonly AtenOp clamp_min = new("clamp_min");
    internal static readonly AtenOp clamp_min_ = new("clamp_min_");
    internal static readonly AtenOp floor = new("floor");
    internal static readonly AtenOp floor_ = new("floor_");
    internal static readonly AtenOp round_decimals = new("round", "decimals");
    internal static readonly AtenOp trunc = new("trunc");
}
