using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks: layers, losses and the containers that hold them.</summary>
    public static partial class nn
    {
        /// <summary>y = x Wᵀ + b: [..., inputSize] to [..., outputSize].</summary>
        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            => new(inputSize, outputSize, hasBias, device, dtype);

        /// <summary>A linear layer that takes over the given parameters: weight [outputs, inputs], bias [outputs] or null.</summary>
        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

        /// <summary>Two-dimensional convolution with a square kernel: [B, in_channels, H, W] to [B, out_channels, H', W'].</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null, (dilation, dilation),
                groups, bias, padding_mode, device, dtype);

        /// <summary>Two-dimensional convolution: [B, in_channels, H, W] to [B, out_channels, H', W'].</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
            (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding, null, dilation ?? (1, 1), groups, bias, padding_mode, device, dtype);

        /// <summary>Two-dimensional convolution with a square kernel and a border by name.</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, padding, (dilation, dilation),
                groups, bias, padding_mode, device, dtype);

        /// <summary>Two-dimensional convolution with a border by name.</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null,
            (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), null, padding, dilation ?? (1, 1), groups, bias, padding_mode, device, dtype);

        /// <summary>One-dimensional convolution: [B, in_channels, L] to [B, out_channels, L'].</summary>
        public static Conv1d Conv1d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, groups, bias, padding_mode, device, dtype);

        /// <summary>One-dimensional convolution with a border by name.</summary>
        public static Conv1d Conv1d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride, 0, padding, dilation, groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed two-dimensional convolution with a square kernel: [B, in_channels, H, W] to [B, out_channels, H', W'].</summary>
        public static ConvTranspose2d ConvTranspose2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (output_padding, output_padding),
                (dilation, dilation), groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed two-dimensional convolution: [B, in_channels, H, W] to [B, out_channels, H', W'].</summary>
        public static ConvTranspose2d ConvTranspose2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
            (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
            bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), output_padding ?? (0, 0), dilation ?? (1, 1),
                groups, bias, padding_mode, device, dtype);

        /// <summary>A learned vector for each of num_embeddings ids: [...] of 64-bit ids to [..., embedding_dims].</summary>
        /// <param name="num_embeddings">The number of ids.</param>
        /// <param name="embedding_dims">The size of a vector.</param>
        /// <param name="padding_idx">The id whose vector starts at zero and is not learned, or null; -1 is the last.</param>
        /// <param name="max_norm">The largest norm of a vector; longer ones are shortened in place when they are looked up. Null for any.</param>
        /// <param name="norm_type">The p of that norm.</param>
        /// <param name="scale_grad_by_freq">Whether gradients are divided by the number of times that the id is in the batch.</param>
        /// <param name="sparse">Whether the gradient is a sparse tensor.</param>
        /// <param name="device">Where the vectors are.</param>
        /// <param name="dtype">Their floating-point type.</param>
        public static Embedding Embedding(
            long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            => new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);

        /// <summary>Normalisation of [B, C, ...] over groups of channels, C = <paramref name="num_channels"/>.</summary>
        public static GroupNorm GroupNorm(
            long num_groups, long num_channels, double eps = 1E-05, bool affine = true, Device? device = null, ScalarType? dtype = null)
            => new(num_groups, num_channels, eps, affine, device, dtype);

        /// <summary>Batch normalisation of [B, C] or [B, C, L], C = <paramref name="num_features"/>.</summary>
        public static BatchNorm1d BatchNorm1d(
            long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
            Device? device = null, ScalarType? dtype = null)
            => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

        /// <summary>Batch normalisation of [B, C, H, W], C = <paramref name="num_features"/>.</summary>
        public static BatchNorm2d BatchNorm2d(
            long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
            Device? device = null, ScalarType? dtype = null)
            => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

        /// <summary>Normalisation over the last dimension.</summary>
        public static LayerNorm LayerNorm(
            long normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

        /// <summary>Normalisation over the last dimensions.</summary>
        public static LayerNorm LayerNorm(
            long[] normalized_shape, double eps = 1E-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

        /// <summary>max(x, 0).</summary>
        public static ReLU ReLU(bool inplace = false) => new(inplace);

        /// <summary>min(max(x, 0), 6).</summary>
        public static ReLU6 ReLU6(bool inplace = false) => new(inplace);

        /// <summary>x min(max(x + 3, 0), 6) / 6.</summary>
        public static Hardswish Hardswish(bool inplace = false) => new(inplace);

        /// <summary>x where x > 0, else negative_slope times x.</summary>
        public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

        /// <summary>x Φ(x), Φ the normal distribution function.</summary>
        public static GELU GELU() => new(false);

        /// <summary>x Φ(x), Φ the normal distribution function.</summary>
        public static GELU GELU(bool inplace) => new(inplace);

        /// <summary>x sigmoid(x).</summary>
        public static SiLU SiLU() => new(false);

        /// <summary>x sigmoid(x).</summary>
        public static SiLU SiLU(bool inplace) => new(inplace);

        /// <summary>1 / (1 + exp(-x)).</summary>
        public static Sigmoid Sigmoid() => new(false);

        /// <summary>1 / (1 + exp(-x)).</summary>
        public static Sigmoid Sigmoid(bool inplace) => new(inplace);

        /// <summary>The hyperbolic tangent.</summary>
        public static Tanh Tanh() => new(false);

        /// <summary>The hyperbolic tangent.</summary>
        public static Tanh Tanh(bool inplace = false) => new(inplace);

        /// <summary>exp(x) over its sum along <paramref name="dim"/>.</summary>
        public static Softmax Softmax(long dim) => new(dim);

        /// <summary>The largest value of each window of [B, C, L]; the stride is the window unless given.</summary>
        public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
            => new(kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The mean of each window of [B, C, L]; the stride is the window unless given.</summary>
        public static AvgPool1d AvgPool1d(long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true)
            => new(kernel_size, stride, padding, ceil_mode, count_include_pad);

        /// <summary>Means of [B, C, L] over windows chosen so that the output is [B, C, output_size].</summary>
        public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new(output_size);

        /// <summary>The largest value of each square window; the stride is the window unless given.</summary>
        public static MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
            => new(Square(kernel_size), Square(stride), Square(padding), Square(dilation), ceil_mode);

        /// <summary>The largest value of each window; the stride is the window unless given.</summary>
        public static MaxPool2d MaxPool2d(
            (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false)
            => new(Pair(kernel_size), Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

        /// <summary>The largest value of each window; the stride is the window unless given.</summary>
        public static MaxPool2d MaxPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
            => new(kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The mean of each square window; the stride is the window unless given.</summary>
        public static AvgPool2d AvgPool2d(
            long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
            => new(Square(kernel_size), Square(stride), Square(padding), ceil_mode, count_include_pad, divisor_override);

        /// <summary>The mean of each window; the stride is the window unless given.</summary>
        public static AvgPool2d AvgPool2d(
            (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
            bool count_include_pad = true, long? divisor_override = null)
            => new(Pair(kernel_size), Pair(stride), Pair(padding), ceil_mode, count_include_pad, divisor_override);

        /// <summary>The mean of each window; the stride is the window unless given.</summary>
        public static AvgPool2d AvgPool2d(
            long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
            => new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

        /// <summary>Means over windows chosen so that the output is output_size x output_size.</summary>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new(Square(output_size));

        /// <summary>Means over windows chosen so that the output has the given height and width.</summary>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Pair(output_size));

        /// <summary>Means over windows chosen so that the output has the given height and width.</summary>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

        /// <summary>Joins dimensions: [B, C, H, W] to [B, C·H·W] by default.</summary>
        public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

        /// <summary>The input itself.</summary>
        public static Identity Identity() => new();

        /// <summary>Zeroes elements with probability <paramref name="p"/> in training mode and scales the others by 1 / (1 - p).</summary>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not a probability.</exception>
        public static Dropout Dropout(double p = 0.5, bool inplace = false)
            => p is >= 0 and <= 1 ? new(p, inplace) : throw new ArgumentOutOfRangeException(nameof(p), p, "Dropout takes a probability from 0 to 1");

        private static long[] Square(long side) => [side, side];

        private static long[]? Square(long? side) => side is { } s ? [s, s] : null;

        private static long[] Pair((long, long) value) => [value.Item1, value.Item2];

        private static long[]? Pair((long, long)? value) => value is { } v ? [v.Item1, v.Item2] : null;
    }
}
