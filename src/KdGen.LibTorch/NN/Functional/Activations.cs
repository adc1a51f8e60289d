using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers and losses as plain functions.</summary>
        public static partial class functional
        {
            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => (inplace ? NnOps.ReluInPlace : NnOps.Relu).Invoke(x);

            /// <summary>min(max(x, 0), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => (inplace ? NnOps.Relu6InPlace : NnOps.Relu6).Invoke(x);

            /// <summary>x min(max(x + 3, 0), 6) / 6.</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => (inplace ? NnOps.HardswishInPlace : NnOps.Hardswish).Invoke(input);

            /// <summary>x where x > 0, else negative_slope times x.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false)
                => (inplace ? NnOps.LeakyReluInPlace : NnOps.LeakyRelu).Invoke(input, negative_slope);

            /// <summary>x Φ(x), Φ the normal distribution function.</summary>
            public static Tensor gelu(Tensor x) => NnOps.Gelu.Invoke(x);

            /// <summary>x Φ(x), Φ the normal distribution function.</summary>
            public static Tensor gelu(Tensor x, bool inplace) => (inplace ? NnOps.GeluInPlace : NnOps.Gelu).Invoke(x);

            /// <summary>x sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => (inplace ? NnOps.SiluInPlace : NnOps.Silu).Invoke(x);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x) => NnOps.Sigmoid.Invoke(x);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => (inplace ? NnOps.SigmoidInPlace : NnOps.Sigmoid).Invoke(x);

            /// <summary>The hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => (inplace ? NnOps.TanhInPlace : NnOps.Tanh).Invoke(x);

            /// <summary>exp(x) over its sum along <paramref name="dim"/>.</summary>
            /// <param name="input">The logits.</param>
            /// <param name="dim">The dimension that sums to one.</param>
            /// <param name="dtype">What to convert the input to first, or null.</param>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => NnOps.Softmax.Invoke(input, dim, dtype);

            /// <summary>The logarithm of the softmax along <paramref name="dim"/>.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => NnOps.LogSoftmax.Invoke(x, dim);

            /// <summary>When <paramref name="training"/>, zeroes elements with probability p and scales the others by 1 / (1 - p); otherwise the input.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => (inplace ? NnOps.DropoutInPlace : NnOps.Dropout).Invoke(input, p, training);
        }
    }
}
