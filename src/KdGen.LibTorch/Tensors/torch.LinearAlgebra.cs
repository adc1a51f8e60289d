using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Decompositions of matrices.</summary>
    public static partial class linalg
    {
        /// <summary>The singular value decompositions U diag(S) Vh of matrices: U, the values S [..., min(M, N)] from the largest, and Vh, whose rows are the right singular vectors.</summary>
        /// <param name="input">[..., M, N].</param>
        /// <param name="fullMatrices">Whether U is [..., M, M] and Vh [..., N, N], and not only their first min(M, N) columns and rows.</param>
        public static (Tensor, Tensor, Tensor) svd(Tensor input, bool fullMatrices = true) => Op.svd.Invoke3(input, fullMatrices);
    }
}

file static class Op
{
    internal static readonly AtenOp svd = new("linalg_svd");
}
