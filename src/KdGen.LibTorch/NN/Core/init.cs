using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills tensors with their first values, in place and outside the graph, and returns them. Random numbers come in PyTorch's order.</summary>
        public static class init
        {
            /// <summary>What follows a layer; it decides the gain.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing; gain 1.</summary>
                Linear = 0,

                /// <summary>Gain 1.</summary>
                Conv1D = 1,

                /// <summary>Gain 1.</summary>
                Conv2D = 2,

                /// <summary>Gain 1.</summary>
                Conv3D = 3,

                /// <summary>Gain 1.</summary>
                ConvTranspose1D = 4,

                /// <summary>Gain 1.</summary>
                ConvTranspose2D = 5,

                /// <summary>Gain 1.</summary>
                ConvTranspose3D = 6,

                /// <summary>Gain 1.</summary>
                Sigmoid = 7,

                /// <summary>Gain 5/3.</summary>
                Tanh = 8,

                /// <summary>Gain sqrt(2).</summary>
                ReLU = 9,

                /// <summary>Gain sqrt(2 / (1 + slope²)).</summary>
                LeakyReLU = 10,
            }

            /// <summary>Which side of a layer the variance is kept for.</summary>
            public enum FanInOut
            {
                /// <summary>The forward pass.</summary>
                FanIn = 0,

                /// <summary>The backward pass.</summary>
                FanOut = 1,
            }

            /// <summary>The factor that keeps the variance through a nonlinearity.</summary>
            /// <param name="nonlinearity">What follows the layer.</param>
            /// <param name="param">The slope of a leaky ReLU.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            /// <summary>The inputs that one output sums over, and the other way round: from a weight [O, I, ...kernel].</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"fan in and fan out need a weight of two or more dimensions, not {NnOps.Shape(tensor)}", nameof(tensor));
                var field = shape.Skip(2).Aggregate(1L, (product, size) => product * size);
                return (shape[1] * field, shape[0] * field);
            }

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => Fill(tensor, () => NnOps.Zero.InvokeVoid(tensor));

            /// <summary>One number everywhere.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, () => NnOps.Fill.InvokeVoid(tensor, val));

            /// <summary>Uniform from low to high.</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
                => Fill(tensor, () => NnOps.Uniform.InvokeVoid(tensor, low, high, generator));

            /// <summary>Normal.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
                => Fill(tensor, () => NnOps.Normal.InvokeVoid(tensor, mean, std, generator));

            /// <summary>Normal, drawn anew where it falls outside [a, b]: computed as the inverse of the distribution function at uniform numbers.</summary>
            /// <param name="tensor">What to fill.</param>
            /// <param name="mean">The mean of the normal distribution.</param>
            /// <param name="std">Its standard deviation.</param>
            /// <param name="a">The least value; not in units of <paramref name="std"/>.</param>
            /// <param name="b">The greatest value.</param>
            /// <param name="generator">Where the random numbers come from; null for the device's own.</param>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
                => Fill(tensor, () =>
                {
                    NnOps.Uniform.InvokeVoid(tensor, 2 * NormalCdf((a - mean) / std) - 1, 2 * NormalCdf((b - mean) / std) - 1, generator);
                    NnOps.ErfinvInPlace.InvokeVoid(tensor);
                    NnOps.MulScalarInPlace.InvokeVoid(tensor, std * Math.Sqrt(2));
                    NnOps.AddScalarInPlace.InvokeVoid(tensor, mean);
                    NnOps.ClampInPlace.InvokeVoid(tensor, a, b);
                });

            /// <summary>Uniform within ± gain sqrt(3 / fan). He et al., "Delving Deep into Rectifiers", 2015.</summary>
            /// <param name="tensor">A weight [O, I, ...kernel].</param>
            /// <param name="a">The slope of the leaky ReLU that follows.</param>
            /// <param name="mode">Which fan.</param>
            /// <param name="nonlinearity">What follows.</param>
            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingStd(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal with standard deviation gain / sqrt(fan). He et al., "Delving Deep into Rectifiers", 2015.</summary>
            /// <param name="tensor">A weight [O, I, ...kernel].</param>
            /// <param name="a">The slope of the leaky ReLU that follows.</param>
            /// <param name="mode">Which fan.</param>
            /// <param name="nonlinearity">What follows.</param>
            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
                => normal_(tensor, 0, KaimingStd(tensor, a, mode, nonlinearity));

            /// <summary>Uniform within ± gain sqrt(6 / (fan in + fan out)). Glorot and Bengio, 2010.</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var bound = Math.Sqrt(3) * XavierStd(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal with standard deviation gain sqrt(2 / (fan in + fan out)). Glorot and Bengio, 2010.</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1) => normal_(tensor, 0, XavierStd(tensor, gain));

            private static double KaimingStd(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierStd(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            // Φ(x) by libtorch's error function, which .NET lacks.
            private static double NormalCdf(double x)
            {
                using var point = tensor(x / Math.Sqrt(2), ScalarType.Float64);
                using var value = point.erf();
                return (1 + value.item<double>()) / 2;
            }

            private static Tensor Fill(Tensor tensor, Action fill)
            {
                using (no_grad()) fill();
                return tensor;
            }
        }
    }
}
