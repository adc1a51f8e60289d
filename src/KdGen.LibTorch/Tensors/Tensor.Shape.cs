using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The same elements in another shape; -1 once: what is left. A view where possible.</summary>
        public Tensor reshape(params long[] shape) => Op.reshape.Invoke(this, shape);

        /// <summary>The same memory in another shape; -1 once: what is left.</summary>
        public Tensor view(params long[] shape) => Op.view.Invoke(this, shape);

        /// <summary>The same memory in the shape of the other.</summary>
        public Tensor view_as(Tensor other) => Op.view_as.Invoke(this, other);

        /// <summary>The dimensions from start to end, both included, made one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Op.flatten_using_ints.Invoke(this, start_dim, end_dim);

        /// <summary>One dimension made several.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => Op.unflatten_int.Invoke(this, dim, sizes);

        /// <summary>Without a dimension of size 1, or without all of them.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } one ? Op.squeeze_dim.Invoke(this, one) : Op.squeeze.Invoke(this);

        /// <summary>With a new dimension of size 1 in that place.</summary>
        public Tensor unsqueeze(long dim) => Op.unsqueeze.Invoke(this, dim);

        /// <summary>With a new dimension of size 1 in that place; this tensor changes.</summary>
        public Tensor unsqueeze_(long dim)
        {
            Op.unsqueeze_.InvokeVoid(this, dim);
            return this;
        }

        /// <summary>The dimensions in another order; a view.</summary>
        public Tensor permute(params long[] permutation) => Op.permute.Invoke(this, permutation);

        /// <summary>Two dimensions exchanged; a view.</summary>
        public Tensor transpose(long dim0, long dim1) => Op.transpose_int.Invoke(this, dim0, dim1);

        /// <summary>A matrix, transposed; a view.</summary>
        public Tensor t() => Op.t.Invoke(this);

        /// <summary>Dimensions of size 1 repeated without copying; -1: as it is.</summary>
        public Tensor expand(params long[] sizes) => Op.expand.Invoke(this, sizes);

        /// <summary>Dimensions of size 1 repeated without copying; -1: as it is.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Op.expand.Invoke(this, sizes, isImplicit);

        /// <summary>Broadcast, without copying, to the size of the other.</summary>
        public Tensor expand_as(Tensor other) => Op.expand_as.Invoke(this, other);

        /// <summary>Broadcast, without copying, to a size.</summary>
        public Tensor broadcast_to(params long[] shape) => Op.broadcast_to.Invoke(this, shape);

        /// <summary>Copies of the tensor side by side along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Op.repeat.Invoke(this, sizes);

        /// <summary>The elements in row-major order in memory; this tensor's where they are already.</summary>
        public Tensor contiguous() => Op.contiguous.Invoke(this);

        /// <summary>A copy, tracked by autograd.</summary>
        public Tensor clone() => Op.clone.Invoke(this);

        /// <summary>The order reversed along dimensions.</summary>
        public Tensor flip(params long[] dims) => Op.flip.Invoke(this, dims);

        /// <summary>The elements moved along a dimension, those that fall out coming in at the other end.</summary>
        public Tensor roll(long shifts, long? dims = null) => Op.roll.Invoke(this, Dims(shifts), dims is { } one ? Dims(one) : Dims());

        /// <summary>The tensor in at most so many parts along a dimension; views.</summary>
        public Tensor[] chunk(long chunks, long dim = 0) => Op.chunk.InvokeList(this, chunks, dim);

        /// <summary>The tensor in parts of a size along a dimension; views.</summary>
        public Tensor[] split(long size, int dim = 0) => Op.split_Tensor.InvokeList(this, size, dim);

        /// <summary>The tensor in parts of given sizes along a dimension; views.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Op.split_with_sizes.InvokeList(this, sizes, dim);

        /// <summary>The tensors along a dimension; views.</summary>
        public Tensor[] unbind(long dimension = 0) => Op.unbind_int.InvokeList(this, dimension);

        /// <summary>Dimensions moved to other places; a view.</summary>
        public Tensor movedim(long[] source, long[] destination) => Op.movedim_intlist.Invoke(this, source, destination);

        /// <summary>The matrix with zeros above a diagonal.</summary>
        public Tensor tril(long diagonal = 0) => Op.tril.Invoke(this, diagonal);

        /// <summary>The matrix with zeros below a diagonal.</summary>
        public Tensor triu(long diagonal = 0) => Op.triu.Invoke(this, diagonal);

        /// <summary>A diagonal; a view.</summary>
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Op.diagonal.Invoke(this, offset, dim1, dim2);
    }

    /// <inheritdoc cref="Tensor.reshape(long[])"/>
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    /// <inheritdoc cref="Tensor.flatten(long,long)"/>
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    /// <inheritdoc cref="Tensor.unflatten(long,long[])"/>
    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => input.unflatten(dim, sizes);

    /// <inheritdoc cref="Tensor.squeeze(long?)"/>
    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    /// <inheritdoc cref="Tensor.unsqueeze(long)"/>
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    /// <inheritdoc cref="Tensor.unsqueeze_(long)"/>
    public static Tensor unsqueeze_(Tensor input, long dim) => input.unsqueeze_(dim);

    /// <inheritdoc cref="Tensor.permute(long[])"/>
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    /// <inheritdoc cref="Tensor.transpose(long,long)"/>
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    /// <inheritdoc cref="Tensor.t()"/>
    public static Tensor t(Tensor input) => input.t();

    /// <inheritdoc cref="Tensor.broadcast_to(long[])"/>
    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);

    /// <inheritdoc cref="Tensor.clone()"/>
    public static Tensor clone(Tensor input) => input.clone();

    /// <inheritdoc cref="Tensor.flip(long[])"/>
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    /// <inheritdoc cref="Tensor.roll(long,long?)"/>
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    /// <inheritdoc cref="Tensor.chunk(long,long)"/>
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    /// <inheritdoc cref="Tensor.split(long[],long)"/>
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    /// <inheritdoc cref="Tensor.unbind(long)"/>
    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);

    /// <inheritdoc cref="Tensor.movedim(long[],long[])"/>
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);

    /// <inheritdoc cref="Tensor.tril(long)"/>
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    /// <inheritdoc cref="Tensor.triu(long)"/>
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);

    /// <inheritdoc cref="Tensor.diagonal(long,long,long)"/>
    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) => input.diagonal(offset, dim1, dim2);
}

file static class Op
{
    internal static readonly AtenOp broadcast_to = new("broadcast_to");
    internal static readonly AtenOp chunk = new("chunk");
    internal static readonly AtenOp clone = new("clone");
    internal static readonly AtenOp contiguous = new("contiguous");
    internal static readonly AtenOp diagonal = new("diagonal");
    internal static readonly AtenOp expand = new("expand");
    internal static readonly AtenOp expand_as = new("expand_as");
    internal static readonly AtenOp flatten_using_ints = new("flatten", "using_ints");
    internal static readonly AtenOp flip = new("flip");
    internal static readonly AtenOp movedim_intlist = new("movedim", "intlist");
    internal static readonly AtenOp permute = new("permute");
    internal static readonly AtenOp repeat = new("repeat");
    internal static readonly AtenOp reshape = new("reshape");
    internal static readonly AtenOp roll = new("roll");
    internal static readonly AtenOp split_Tensor = new("split", "Tensor");
    internal static readonly AtenOp split_with_sizes = new("split_with_sizes");
    internal static readonly AtenOp squeeze = new("squeeze");
    internal static readonly AtenOp squeeze_dim = new("squeeze", "dim");
    internal static readonly AtenOp t = new("t");
    internal static readonly AtenOp transpose_int = new("transpose", "int");
    internal static readonly AtenOp tril = new("tril");
    internal static readonly AtenOp triu = new("triu");
    internal static readonly AtenOp unbind_int = new("unbind", "int");
    internal static readonly AtenOp unflatten_int = new("unflatten", "int");
    internal static readonly AtenOp unsqueeze = new("unsqueeze");
    internal static readonly AtenOp unsqueeze_ = new("unsqueeze_");
    internal static readonly AtenOp view = new("view");
    internal static readonly AtenOp view_as = new("view_as");
}
