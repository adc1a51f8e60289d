using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The hyperbolic tangent of each element.</summary>
        public Tensor tanh() => Op.tanh.Invoke(this);

        /// <summary>The hyperbolic tangent of each element, in place.</summary>
        public Tensor tanh_()
        {
            Op.tanh_.InvokeVoid(this);
            return this;
        }

        /// <summary>1 / (1 + e^-x) of each element.</summary>
        public Tensor sigmoid() => Op.sigmoid.Invoke(this);

        /// <summary>1 / (1 + e^-x) of each element, in place.</summary>
        public Tensor sigmoid_()
        {
            Op.sigmoid_.InvokeVoid(this);
            return this;
        }

        /// <summary>max(x, 0) of each element.</summary>
        public Tensor relu() => Op.relu.Invoke(this);

        /// <summary>max(x, 0) of each element, in place.</summary>
        public Tensor relu_()
        {
            Op.relu_.InvokeVoid(this);
            return this;
        }

        /// <summary>min(max(x, 0), 6) of each element.</summary>
        public Tensor relu6() => Op.relu6.Invoke(this);

        /// <summary>x sigmoid(x) of each element.</summary>
        public Tensor silu() => Op.silu.Invoke(this);

        /// <summary>x sigmoid(x) of each element, in place.</summary>
        public Tensor silu_()
        {
            Op.silu_.InvokeVoid(this);
            return this;
        }

        /// <summary>x Phi(x) of each element, Phi the normal distribution function.</summary>
        public Tensor gelu() => Op.gelu.Invoke(this);

        /// <summary>x where positive, else x times the slope.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Op.leaky_relu.Invoke(this, negative_slope);

        /// <summary>x where positive, else x times the slope, in place.</summary>
        public Tensor leaky_relu_(Scalar negative_slope)
        {
            Op.leaky_relu_.InvokeVoid(this, negative_slope);
            return this;
        }

        /// <summary>log(1 + e^(beta x)) / beta, and x itself where beta x exceeds the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Op.softplus.Invoke(this, beta, threshold);

        /// <summary>The error function of each element.</summary>
        public Tensor erf() => Op.erf.Invoke(this);
    }

    /// <inheritdoc cref="Tensor.tanh()"/>
    public static Tensor tanh(Tensor input) => input.tanh();

    /// <inheritdoc cref="Tensor.tanh_()"/>
    public static Tensor tanh_(Tensor input) => input.tanh_();

    /// <inheritdoc cref="Tensor.sigmoid()"/>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    /// <inheritdoc cref="Tensor.sigmoid_()"/>
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

    /// <inheritdoc cref="Tensor.erf()"/>
    public static Tensor erf(Tensor input) => input.erf();
}

file static class Op
{
    internal static readonly AtenOp erf = new("erf");
    internal static readonly AtenOp gelu = new("gelu");
    internal static readonly AtenOp leaky_relu = new("leaky_relu");
    internal static readonly AtenOp leaky_relu_ = new("leaky_relu_");
    internal static readonly AtenOp relu = new("relu");
    internal static readonly AtenOp relu6 = new("relu6");
    internal static readonly AtenOp relu_ = new("relu_");
    internal static readonly AtenOp sigmoid = new("sigmoid");
    internal static readonly AtenOp sigmoid_ = new("sigmoid_");
    internal static readonly AtenOp silu = new("silu");
    internal static readonly AtenOp silu_ = new("silu_");
    internal static readonly AtenOp softplus = new("softplus");
    internal static readonly AtenOp tanh = new("tanh");
    internal static readonly AtenOp tanh_ = new("tanh_");
}
