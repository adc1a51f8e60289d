using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The matrix product, batched by broadcasting.</summary>
        public Tensor matmul(Tensor target) => Op.matmul.Invoke(this, target);

        /// <summary>The product of two matrices, [N, K] [K, M] -> [N, M].</summary>
        public Tensor mm(Tensor target) => Op.mm.Invoke(this, target);

        /// <summary>The products of two batches of matrices, [B, N, K] [B, K, M] -> [B, N, M].</summary>
        public Tensor bmm(Tensor batch2) => Op.bmm.Invoke(this, batch2);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Op.mv.Invoke(this, target);

        /// <summary>The inner product of two vectors, [].</summary>
        public Tensor dot(Tensor target) => Op.dot.Invoke(this, target);

        /// <summary>The outer product of two vectors.</summary>
        public Tensor outer(Tensor vec2) => Op.outer.Invoke(this, vec2);

        /// <summary>beta this + alpha mat1 mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Op.addmm.Invoke(this, mat1, mat2, (double)beta, (double)alpha);

        /// <summary>beta this + alpha mat1 mat2, in place.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1)
        {
            Op.addmm_.InvokeVoid(this, mat1, mat2, (double)beta, (double)alpha);
            return this;
        }
    }

    /// <inheritdoc cref="Tensor.matmul(Tensor)"/>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    /// <inheritdoc cref="Tensor.mm(Tensor)"/>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    /// <inheritdoc cref="Tensor.bmm(Tensor)"/>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    /// <inheritdoc cref="Tensor.mv(Tensor)"/>
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    /// <inheritdoc cref="Tensor.dot(Tensor)"/>
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    /// <inheritdoc cref="Tensor.outer(Tensor)"/>
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    /// <inheritdoc cref="Tensor.addmm(Tensor,Tensor,float,float)"/>
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);

    /// <inheritdoc cref="Tensor.addmm_(Tensor,Tensor,float,float)"/>
    public static Tensor addmm_(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm_(mat1, mat2, beta, alpha);
}

file static class Op
{
    internal static readonly AtenOp addmm = new("addmm");
    internal static readonly AtenOp addmm_ = new("addmm_");
    internal static readonly AtenOp bmm = new("bmm");
    internal static readonly AtenOp dot = new("dot");
    internal static readonly AtenOp matmul = new("matmul");
    internal static readonly AtenOp mm = new("mm");
    internal static readonly AtenOp mv = new("mv");
    internal static readonly AtenOp outer = new("outer");
}
