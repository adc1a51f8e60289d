using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// softmax(q kᵀ / sqrt(D) + mask) v over the last two dimensions: query [..., T, D], key [..., S, D] and value [..., S, E] to [..., T, E].
            /// Vaswani et al., "Attention Is All You Need", 2017. A libtorch before 2.0 has no such operator; there it is composed.
            /// </summary>
            /// <param name="query">[..., T, D].</param>
            /// <param name="key">[..., S, D].</param>
            /// <param name="value">[..., S, E].</param>
            /// <param name="attn_mask">[T, S] or broadcast to [..., T, S]: what is added, or, of truth values, where to look. Null for no mask.</param>
            /// <param name="p">The probability with which a weight is dropped; pass 0 in evaluation mode.</param>
            /// <param name="is_casual">Whether position t sees positions up to t only ("causal"; the name is TorchSharp's).</param>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("scaled_dot_product_attention takes a mask or is_casual, not both", nameof(attn_mask));
                return NnOps.Attention.Exists
                    ? NnOps.Attention.Invoke(query, key, value, attn_mask, p, is_casual)
                    : Attend(query, key, value, attn_mask, p, is_casual);
            }

            internal static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, double p, bool causal)
            {
                using var scope = NewDisposeScope();
                var scores = query.mul(1 / Math.Sqrt(query.size(-1))).matmul(key.transpose(-2, -1));
                if (causal) mask = torch.ones([query.size(-2), key.size(-2)], ScalarType.Bool, query.device).tril();
                if (mask is not null) scores = mask.dtype == ScalarType.Bool ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity) : scores.add(mask);
                var weights = NnOps.Softmax.Invoke(scores, -1);
                if (p > 0) weights = NnOps.Dropout.Invoke(weights, p, true);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
