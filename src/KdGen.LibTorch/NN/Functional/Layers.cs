using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>y = x Wᵀ + b: input [..., I], weights [O, I], bias [O] or null, to [..., O].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => NnOps.Linear.Invoke(input, weights, bias);

            /// <summary>Two-dimensional convolution: input [B, C, H, W], weight [O, C / groups, kH, kW], bias [O] or null, to [B, O, H', W'].</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1)
                => NnOps.Conv2d.Invoke(input, weight, bias, strides ?? NnOps.Ones2, padding ?? NnOps.Zeros2, dilation ?? NnOps.Ones2, groups);

            /// <summary>Batch normalisation of [B, C, ...].</summary>
            /// <param name="input">The maps.</param>
            /// <param name="running_mean">[C]; updated when training, used otherwise. May be null when training.</param>
            /// <param name="running_var">[C]; as the mean.</param>
            /// <param name="weight">The scale, [C], or null.</param>
            /// <param name="bias">The shift, [C], or null.</param>
            /// <param name="training">Whether to use the batch's own statistics.</param>
            /// <param name="momentum">The weight of this batch in the running statistics.</param>
            /// <param name="eps">What is added to the variance before the root.</param>
            /// <exception cref="ArgumentException">Training on one value per channel, whose variance libtorch would store as NaN.</exception>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1E-05)
            {
                if (training && input.dim() > 1 && input.numel() == input.size(1))
                    throw new ArgumentException($"batch normalisation needs more than 1 value per channel while training, not an input of [{string.Join(", ", input.shape)}]: use a larger batch", nameof(input));
                return NnOps.BatchNorm.Invoke(input, weight, bias, running_mean, running_var, training, momentum, eps, true);
            }

            /// <summary>Normalisation over the last dimensions, whose sizes are <paramref name="normalized_shape"/>.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05)
                => NnOps.LayerNorm.Invoke(input, normalized_shape, weight, bias, eps);

            /// <summary>Normalisation of [B, C, ...] over each of num_groups runs of C / num_groups channels with all their positions.</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05)
                => NnOps.GroupNorm.Invoke(input, num_groups, weight, bias, eps);

            /// <summary>Whole numbers [...] to zeros with one 1: [..., num_classes].</summary>
            /// <param name="x">The classes, 64-bit.</param>
            /// <param name="num_classes">The number of classes; -1 for one more than the largest there is.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => NnOps.OneHot.Invoke(x, num_classes);

            /// <summary>Divides by the p-norm along <paramref name="dim"/>, or by eps where the norm is smaller.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1E-12)
            {
                using var norm = NnOps.VectorNorm.Invoke(input, p, (long[])[dim], true);
                using var divisor = NnOps.ClampMin.Invoke(norm, eps);
                return NnOps.Div.Invoke(input, divisor);
            }

            /// <summary>The cosine of the angle between two batches of vectors along <paramref name="dim"/>.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1E-08)
                => NnOps.CosineSimilarity.Invoke(x1, x2, dim, eps);
        }
    }
}
