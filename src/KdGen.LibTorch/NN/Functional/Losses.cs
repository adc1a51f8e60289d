using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How the elements of a loss become one number.</summary>
        public enum Reduction
        {
            /// <summary>Not at all: the loss keeps its shape.</summary>
            None = 0,

            /// <summary>Their mean.</summary>
            Mean = 1,

            /// <summary>Their sum.</summary>
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>Softmax cross-entropy of logits [B, C, ...] against classes [B, ...] or against probabilities [B, C, ...].</summary>
            /// <param name="input">The logits.</param>
            /// <param name="target">64-bit classes, or probabilities of the logits' shape.</param>
            /// <param name="weight">A weight for each class, [C], or null; the mean then is weighted too.</param>
            /// <param name="ignore_index">The class that counts for nothing.</param>
            /// <param name="reduction">How examples become one number.</param>
            /// <param name="label_smoothing">The share of each target that is spread evenly over the classes.</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0)
                => NnOps.CrossEntropy.Invoke(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Minus the log-probability [B, C, ...] of each class [B, ...].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => NnOps.Nll.Invoke(input, target, weight, (long)reduction);

            /// <summary>
            /// KL(target, input), element by element. The target is taken as log-probabilities unless <paramref name="log_target"/> is false, the
            /// other way round than in Python; and the mean is over all elements, so "batchmean" is <see cref="Reduction.Sum"/> divided by B.
            /// </summary>
            /// <param name="input">Log-probabilities, [B, C].</param>
            /// <param name="target">Log-probabilities, or probabilities, of the same shape.</param>
            /// <param name="log_target">Whether the target is log-probabilities.</param>
            /// <param name="reduction">How elements become one number.</param>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean)
                => NnOps.KlDiv.Invoke(input, target, (long)reduction, log_target);

            /// <summary>(input - target)².</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => NnOps.Mse.Invoke(input, target, (long)reduction);

            /// <summary>|input - target|.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => NnOps.L1.Invoke(input, target, (long)reduction);

            /// <summary>With d = |input - target|: d² / (2 beta) where d is below beta, else d - beta / 2.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1)
                => NnOps.SmoothL1.Invoke(input, target, (long)reduction, beta);

            /// <summary>Binary cross-entropy of logits against probabilities of the same shape.</summary>
            /// <param name="input">The logits.</param>
            /// <param name="target">Probabilities.</param>
            /// <param name="weight">A weight for each element, or null.</param>
            /// <param name="reduction">How elements become one number.</param>
            /// <param name="pos_weights">A weight for the positive part of each element, or null.</param>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
                => NnOps.BceWithLogits.Invoke(input, target, weight, pos_weights, (long)reduction);
        }
    }
}
