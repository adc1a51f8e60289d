using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The largest value of each window of [B, C, L]; the stride is the window unless given.</summary>
            public static Tensor max_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => NnOps.MaxPool1d.Invoke(input, kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

            /// <summary>The largest value of each window of [B, C, L] and, in the same shape, its position in L.</summary>
            public static (Tensor output, Tensor indices) max_pool1d_with_indices(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => NnOps.MaxPool1dWithIndices.Invoke2(input, kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

            /// <summary>The mean of each window of [B, C, L]; the stride is the window unless given.</summary>
            public static Tensor avg_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true)
                => NnOps.AvgPool1d.Invoke(input, kernel_size, stride ?? kernel_size, padding ?? 0, ceil_mode, count_include_pad);

            /// <summary>Means of [B, C, L] over windows chosen so that the output is [B, C, output_size].</summary>
            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => NnOps.AdaptiveAvgPool1d.Invoke(input, output_size);

            /// <summary>The largest value of each square window of [B, C, H, W]; the stride is the window unless given.</summary>
            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, Square(kernel_size), Square(stride), Square(padding), Square(dilation), ceil_mode);

            /// <summary>The largest value of each window of [B, C, H, W]; the stride is the window unless given.</summary>
            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
                bool ceil_mode = false)
                => max_pool2d(input, Pair(kernel_size), Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

            /// <summary>The largest value of each window of [B, C, H, W]; the stride is the window unless given.</summary>
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
                => NnOps.MaxPool2d.Invoke(input, kernel_size, strides ?? NnOps.NoStride, padding ?? NnOps.Zeros2, dilation ?? NnOps.Ones2, ceil_mode);

            /// <summary>The mean of each square window of [B, C, H, W]; the stride is the window unless given.</summary>
            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null)
                => avg_pool2d(input, Square(kernel_size), Square(stride), Square(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window of [B, C, H, W]; the stride is the window unless given.</summary>
            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
                => avg_pool2d(input, Pair(kernel_size), Pair(stride), Pair(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window of [B, C, H, W]; the stride is the window unless given.</summary>
            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
                => NnOps.AvgPool2d.Invoke(input, kernel_size, stride ?? NnOps.NoStride, padding ?? NnOps.Zeros2, ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means of [B, C, H, W] over windows chosen so that the output is [B, C, output_size, output_size].</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => NnOps.AdaptiveAvgPool2d.Invoke(input, Square(output_size));

            /// <summary>Means of [B, C, H, W] over windows chosen so that the output has the given height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => NnOps.AdaptiveAvgPool2d.Invoke(input, output_size);

            /// <summary>Means of [B, C, H, W] over windows chosen so that the output has the given height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => NnOps.AdaptiveAvgPool2d.Invoke(input, output_size);
        }
    }
}
