using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// The first right singular vectors of matrices, with a gradient that is finite everywhere. The derivative of a singular vector divides by the differences of squared singular values,
/// which libtorch's own does even where two values are equal or zero; there the vector may turn freely, and that part of the gradient is left out.
/// </summary>
internal static class SingularVectors
{
    /// <summary>Decomposes x.</summary>
    /// <param name="x">[B, M, N].</param>
    /// <param name="count">How many vectors; fewer come back where x has fewer.</param>
    /// <returns>The vectors [B, N, count], differentiable, and the singular values [B, count], not differentiable.</returns>
    public static (Tensor Vectors, Tensor Values) Of(Tensor x, long count)
    {
        var (_, values, transposed) = linalg.svd(x.detach(), fullMatrices: false);
        count = Math.Min(count, values.shape[1]);
        Tensor all = transposed.transpose(1, 2), vectors = all.narrow(2, 0, count);
        if (x.requires_grad) vectors = vectors + Change(x, values, all, count);
        return (vectors, values.narrow(1, 0, count));
    }

    // Zero, with the gradient of the vectors: dv_i = sum over j of v_j (v_jᵀ dA v_i) / (s_i² - s_j²) and the part of dA v_i that is orthogonal to all v_j, over s_i²; A = xᵀ x.
    private static Tensor Change(Tensor x, Tensor values, Tensor all, long count)
    {
        // A factor changes no vector: with the largest value at 1, nothing overflows.
        Tensor largest = values.narrow(1, 0, 1).clamp_min(1e-30).unsqueeze(2);
        x = x / largest;
        Tensor others = values.unsqueeze(2) / largest, own = others.narrow(1, 0, count).transpose(1, 2), gaps = own - others;
        double rounding = (x.dtype == ScalarType.Float64 ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23)) * Math.Max(x.shape[1], x.shape[2]);

        Tensor image = x.transpose(1, 2).bmm(x.bmm(all.narrow(2, 0, count))), inside = all.transpose(1, 2).bmm(image);
        Tensor turned = all.bmm(inside * Inverse(gaps * (own + others), gaps.abs().le(rounding)));
        Tensor left = (image - all.bmm(inside)) * Inverse(own.square(), own.le(rounding));
        Tensor change = turned + left;
        return change - change.detach();
    }

    private static Tensor Inverse(Tensor values, Tensor none) => values.masked_fill(none, double.PositiveInfinity).reciprocal();
}
