using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The tensors one after the other along a dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Op.cat.Invoke(tensors.ToArray(), dim);

    /// <summary>The tensors one after the other along a dimension.</summary>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Op.cat.Invoke(tensors, dim);

    /// <summary>The tensors one after the other along a dimension.</summary>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Op.cat.Invoke(tensors.ToArray(), dim);

    /// <summary>The tensors, all of one size, along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Op.stack.Invoke(tensors.ToArray(), dim);

    /// <summary>x where the condition is true, else y; broadcast.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    /// <summary>The indices of the elements that are not zero, one tensor [K] a dimension.</summary>
    public static Tensor[] where(Tensor condition) => Op.indices.InvokeList(condition);

    /// <summary>Sums of products in Einstein's notation: <c>bij,bjk->bik</c>.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Op.einsum.Invoke(equation, tensors);

    /// <summary>e^x over the sum of e^x along a dimension, without overflow.</summary>
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    /// <summary>Whether |x - y| &lt;= atol + rtol |y| for all elements.</summary>
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
        tensor.allclose(target, rtol, atol, equal_nan);

    public partial class Tensor
    {
        /// <inheritdoc cref="torch.allclose"/>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Op.allclose.InvokeScalar(this, target, rtol, atol, equal_nan).ToBoolean();
    }
}

file static class Op
{
    internal static readonly AtenOp allclose = new("allclose");
    internal static readonly AtenOp cat = new("cat");
    internal static readonly AtenOp einsum = new("einsum");
    internal static readonly AtenOp indices = new("where");
    internal static readonly AtenOp stack = new("stack");
}
