using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The absolute value of each element.</summary>
        public Tensor abs() => Op.abs.Invoke(this);

        /// <summary>The absolute value of each element, in place.</summary>
        public Tensor abs_()
        {
            Op.abs_.InvokeVoid(this);
            return this;
        }

        /// <summary>The negative of each element.</summary>
        public Tensor neg() => Op.neg.Invoke(this);

        /// <summary>The negative of each element, in place.</summary>
        public Tensor neg_()
        {
            Op.neg_.InvokeVoid(this);
            return this;
        }

        /// <summary>-1, 0 or 1 for each element.</summary>
        public Tensor sign() => Op.sign.Invoke(this);

        /// <summary>-1, 0 or 1 for each element, in place.</summary>
        public Tensor sign_()
        {
            Op.sign_.InvokeVoid(this);
            return this;
        }

        /// <summary>e to the power of each element.</summary>
        public Tensor exp() => Op.exp.Invoke(this);

        /// <summary>e to the power of each element, in place.</summary>
        public Tensor exp_()
        {
            Op.exp_.InvokeVoid(this);
            return this;
        }

        /// <summary>e to the power of each element, less 1.</summary>
        public Tensor expm1() => Op.expm1.Invoke(this);

        /// <summary>e to the power of each element, less 1, in place.</summary>
        public Tensor expm1_()
        {
            Op.expm1_.InvokeVoid(this);
            return this;
        }

        /// <summary>The natural logarithm of each element.</summary>
        public Tensor log() => Op.log.Invoke(this);

        /// <summary>The natural logarithm of each element, in place.</summary>
        public Tensor log_()
        {
            Op.log_.InvokeVoid(this);
            return this;
        }

        /// <summary>The natural logarithm of 1 plus each element.</summary>
        public Tensor log1p() => Op.log1p.Invoke(this);

        /// <summary>The natural logarithm of 1 plus each element, in place.</summary>
        public Tensor log1p_()
        {
            Op.log1p_.InvokeVoid(this);
            return this;
        }

        /// <summary>The binary logarithm of each element.</summary>
        public Tensor log2() => Op.log2.Invoke(this);

        /// <summary>The decimal logarithm of each element.</summary>
        public Tensor log10() => Op.log10.Invoke(this);

        /// <summary>The square root of each element.</summary>
        public Tensor sqrt() => Op.sqrt.Invoke(this);

        /// <summary>The square root of each element, in place.</summary>
        public Tensor sqrt_()
        {
            Op.sqrt_.InvokeVoid(this);
            return this;
        }

        /// <summary>1 over the square root of each element.</summary>
        public Tensor rsqrt() => Op.rsqrt.Invoke(this);

        /// <summary>1 over the square root of each element, in place.</summary>
        public Tensor rsqrt_()
        {
            Op.rsqrt_.InvokeVoid(this);
            return this;
        }

        /// <summary>The square of each element.</summary>
        public Tensor square() => Op.square.Invoke(this);

        /// <summary>1 over each element.</summary>
        public Tensor reciprocal() => Op.reciprocal.Invoke(this);

        /// <summary>1 over each element, in place.</summary>
        public Tensor reciprocal_()
        {
            Op.reciprocal_.InvokeVoid(this);
            return this;
        }

        /// <summary>The sine of each element.</summary>
        public Tensor sin() => Op.sin.Invoke(this);

        /// <summary>The cosine of each element.</summary>
        public Tensor cos() => Op.cos.Invoke(this);
    }

    /// <inheritdoc cref="Tensor.abs()"/>
    public static Tensor abs(Tensor input) => input.abs();

    /// <inheritdoc cref="Tensor.abs_()"/>
    public static Tensor abs_(Tensor input) => input.abs_();

    /// <inheritdoc cref="Tensor.neg()"/>
    public static Tensor neg(Tensor input) => input.neg();

    /// <inheritdoc cref="Tensor.neg_()"/>
    public static Tensor neg_(Tensor input) => input.neg_();

    /// <inheritdoc cref="Tensor.sign()"/>
    public static Tensor sign(Tensor input) => input.sign();

    /// <inheritdoc cref="Tensor.sign_()"/>
    public static Tensor sign_(Tensor input) => input.sign_();

    /// <inheritdoc cref="Tensor.exp()"/>
    public static Tensor exp(Tensor input) => input.exp();

    /// <inheritdoc cref="Tensor.exp_()"/>
    public static Tensor exp_(Tensor input) => input.exp_();

    /// <inheritdoc cref="Tensor.expm1()"/>
    public static Tensor expm1(Tensor input) => input.expm1();

    /// <inheritdoc cref="Tensor.expm1_()"/>
    public static Tensor expm1_(Tensor input) => input.expm1_();

    /// <inheritdoc cref="Tensor.log()"/>
    public static Tensor log(Tensor input) => input.log();

    /// <inheritdoc cref="Tensor.log_()"/>
    public static Tensor log_(Tensor input) => input.log_();

    /// <inheritdoc cref="Tensor.log1p()"/>
    public static Tensor log1p(Tensor input) => input.log1p();

    /// <inheritdoc cref="Tensor.log1p_()"/>
    public static Tensor log1p_(Tensor input) => input.log1p_();

    /// <inheritdoc cref="Tensor.log2()"/>
    public static Tensor log2(Tensor input) => input.log2();

    /// <inheritdoc cref="Tensor.log10()"/>
    public static Tensor log10(Tensor input) => input.log10();

    /// <inheritdoc cref="Tensor.sqrt()"/>
    public static Tensor sqrt(Tensor input) => input.sqrt();

    /// <inheritdoc cref="Tensor.sqrt_()"/>
    public static Tensor sqrt_(Tensor input) => input.sqrt_();

    /// <inheritdoc cref="Tensor.rsqrt()"/>
    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    /// <inheritdoc cref="Tensor.rsqrt_()"/>
    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

    /// <inheritdoc cref="Tensor.square()"/>
    public static Tensor square(Tensor input) => input.square();

    /// <inheritdoc cref="Tensor.reciprocal()"/>
    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    /// <inheritdoc cref="Tensor.reciprocal_()"/>
    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

    /// <inheritdoc cref="Tensor.sin()"/>
    public static Tensor sin(Tensor input) => input.sin();

    /// <inheritdoc cref="Tensor.cos()"/>
    public static Tensor cos(Tensor input) => input.cos();
}

file static class Op
{
    internal static readonly AtenOp abs = new("abs");
    internal static readonly AtenOp abs_ = new("abs_");
    internal static readonly AtenOp cos = new("cos");
    internal static readonly AtenOp exp = new("exp");
    internal static readonly AtenOp exp_ = new("exp_");
    internal static readonly AtenOp expm1 = new("expm1");
    internal static readonly AtenOp expm1_ = new("expm1_");
    internal static readonly AtenOp log = new("log");
    internal static readonly AtenOp log10 = new("log10");
    internal static readonly AtenOp log1p = new("log1p");
    internal static readonly AtenOp log1p_ = new("log1p_");
    internal static readonly AtenOp log2 = new("log2");
    internal static readonly AtenOp log_ = new("log_");
    internal static readonly AtenOp neg = new("neg");
    internal static readonly AtenOp neg_ = new("neg_");
    internal static readonly AtenOp reciprocal = new("reciprocal");
    internal static readonly AtenOp reciprocal_ = new("reciprocal_");
    internal static readonly AtenOp rsqrt = new("rsqrt");
    internal static readonly AtenOp rsqrt_ = new("rsqrt_");
    internal static readonly AtenOp sign = new("sign");
    internal static readonly AtenOp sign_ = new("sign_");
    internal static readonly AtenOp sin = new("sin");
    internal static readonly AtenOp sqrt = new("sqrt");
    internal static readonly AtenOp sqrt_ = new("sqrt_");
    internal static readonly AtenOp square = new("square");
}
