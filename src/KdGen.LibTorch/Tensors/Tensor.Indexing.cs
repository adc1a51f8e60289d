using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>One slice, without its dimension; a view.</summary>
        public Tensor select(long dim, long index) => Op.select_int.Invoke(this, dim, index);

        /// <summary>A range along a dimension; a view.</summary>
        public Tensor narrow(long dim, long start, long length) => Op.narrow.Invoke(this, dim, start, length);

        /// <summary>Every step-th element of a range along a dimension; a view.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Op.slice_Tensor.Invoke(this, dim, start, finish, step);

        /// <summary>The slices that the index [K] names, in its order.</summary>
        public Tensor index_select(long dim, Tensor index) => Op.index_select.Invoke(this, dim, index);

        /// <summary>Elements picked along a dimension by an index of the result's size.</summary>
        public Tensor gather(long dim, Tensor index) => Op.gather.Invoke(this, dim, index);

        /// <summary>Elements picked along a dimension by a broadcast index.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Op.take_along_dim.Invoke(this, indices, dim);

        /// <summary>The elements where the mask is true, [K].</summary>
        public Tensor masked_select(Tensor mask) => Op.masked_select.Invoke(this, mask);

        /// <summary>The tensor with the number where the mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Op.masked_fill_Scalar.Invoke(this, mask, value);

        /// <summary>The tensor with the number where the mask is true, in place.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            Op.masked_fill__Scalar.InvokeVoid(this, mask, value);
            return this;
        }

        /// <summary>The indices of the elements that are not zero, [K, D].</summary>
        public Tensor nonzero() => Op.nonzero.Invoke(this);

        /// <summary>This where the condition is true, else y.</summary>
        public Tensor where(Tensor condition, Tensor y) => Op.where_self.Invoke(condition, this, y);

        /// <summary>The tensor with the elements of src at the places of the index.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Op.scatter_src.Invoke(this, dim, index, src);

        /// <summary>The tensor with the elements of src at the places of the index, in place.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src)
        {
            Op.scatter__src.InvokeVoid(this, dim, index, src);
            return this;
        }

        /// <summary>The tensor plus the elements of src at the places of the index.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Op.scatter_add.Invoke(this, dim, index, src);

        /// <summary>The tensor plus the elements of src at the places of the index, in place.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src)
        {
            Op.scatter_add_.InvokeVoid(this, dim, index, src);
            return this;
        }

        /// <summary>The slices that the index names plus alpha times those of the source, in place.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            Op.index_add_.InvokeVoid(this, dim, index, source, alpha);
            return this;
        }

        /// <summary>The slices that the index names overwritten with those of the source, in place.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source)
        {
            Op.index_copy_.InvokeVoid(this, dim, index, source);
            return this;
        }
    }

    /// <inheritdoc cref="Tensor.select(long,long)"/>
    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);

    /// <inheritdoc cref="Tensor.narrow(long,long,long)"/>
    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    /// <inheritdoc cref="Tensor.index_select(long,Tensor)"/>
    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    /// <inheritdoc cref="Tensor.gather(long,Tensor)"/>
    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    /// <inheritdoc cref="Tensor.take_along_dim(Tensor,long)"/>
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim = 0) => input.take_along_dim(indices, dim);

    /// <inheritdoc cref="Tensor.masked_select(Tensor)"/>
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    /// <inheritdoc cref="Tensor.nonzero()"/>
    public static Tensor nonzero(Tensor input) => input.nonzero();

    /// <inheritdoc cref="Tensor.scatter(long,Tensor,Tensor)"/>
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);

    /// <inheritdoc cref="Tensor.scatter_(long,Tensor,Tensor)"/>
    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);

    /// <inheritdoc cref="Tensor.scatter_add(long,Tensor,Tensor)"/>
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);

    /// <inheritdoc cref="Tensor.scatter_add_(long,Tensor,Tensor)"/>
    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add_(dim, index, src);

    /// <inheritdoc cref="Tensor.index_add_(long,Tensor,Tensor,Scalar)"/>
    public static Tensor index_add_(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) => input.index_add_(dim, index, source, alpha);

    /// <inheritdoc cref="Tensor.index_copy_(long,Tensor,Tensor)"/>
    public static Tensor index_copy_(Tensor input, long dim, Tensor index, Tensor source) => input.index_copy_(dim, index, source);
}

file static class Op
{
    internal static readonly AtenOp gather = new("gather");
    internal static readonly AtenOp index_add_ = new("index_add_");
    internal static readonly AtenOp index_copy_ = new("index_copy_");
    internal static readonly AtenOp index_select = new("index_select");
    internal static readonly AtenOp masked_fill_Scalar = new("masked_fill", "Scalar");
    internal static readonly AtenOp masked_fill__Scalar = new("masked_fill_", "Scalar");
    internal static readonly AtenOp masked_select = new("masked_select");
    internal static readonly AtenOp narrow = new("narrow");
    internal static readonly AtenOp nonzero = new("nonzero");
    internal static readonly AtenOp scatter__src = new("scatter_", "src");
    internal static readonly AtenOp scatter_add = new("scatter_add");
    internal static readonly AtenOp scatter_add_ = new("scatter_add_");
    internal static readonly AtenOp scatter_src = new("scatter", "src");
    internal static readonly AtenOp select_int = new("select", "int");
    internal static readonly AtenOp slice_Tensor = new("slice", "Tensor");
    internal static readonly AtenOp take_along_dim = new("take_along_dim");
    internal static readonly AtenOp where_self = new("where", "self");
}
