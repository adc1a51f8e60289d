using KdGen.LibTorch;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What is done to many parameters at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients by one factor so that their joint norm is at most <paramref name="max_norm"/>. Waits for the device.</summary>
            /// <param name="tensors">The parameters; those without a gradient are left out.</param>
            /// <param name="max_norm">The largest norm allowed.</param>
            /// <param name="norm_type">The p of the norm; infinity for the largest absolute value.</param>
            /// <returns>The norm before scaling.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var noGrad = no_grad();
                using var scope = NewDisposeScope();
                Tensor[] grads = [.. tensors.Select(p => p.grad).OfType<Tensor>()];
                if (grads.Length == 0) return 0;
                Tensor[] norms = [.. grads.Select(g => NnOps.VectorNorm.Invoke(g, norm_type))];
                var total = NnOps.Item.InvokeScalar(NnOps.VectorNorm.Invoke(NnOps.Stack.Invoke(norms), norm_type)).AsDouble;
                var factor = max_norm / (total + 1e-6);
                if (factor < 1) NnOps.ForeachMulScalarInPlace.InvokeVoid(grads, factor);
                return total;
            }

            /// <summary>Clamps every element of every gradient to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var noGrad = no_grad();
                foreach (var parameter in tensors)
                {
                    using var grad = parameter.grad;
                    if (grad is not null) NnOps.ClampInPlace.InvokeVoid(grad, -clip_value, clip_value);
                }
            }
        }
    }
}
