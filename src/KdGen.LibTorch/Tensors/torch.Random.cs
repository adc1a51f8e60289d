using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Uniform numbers from [0, 1) in a tensor of a size.</summary>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Created(Op.rand.Invoke(size, generator, dtype ?? default_dtype, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>Uniform numbers from [0, 1) in a tensor of a size.</summary>
    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(size.ToArray(), dtype, device, requires_grad, generator, names);

    /// <summary>Uniform numbers from [0, 1) in a tensor of a size.</summary>
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { size }, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform numbers from [0, 1) in a tensor of a size.</summary>
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { rows, columns }, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform numbers from [0, 1) in a tensor of a size.</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform numbers from [0, 1) in a tensor of a size.</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal numbers in a tensor of a size.</summary>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Created(Op.randn.Invoke(size, generator, dtype ?? default_dtype, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>Standard normal numbers in a tensor of a size.</summary>
    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(size.ToArray(), dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal numbers in a tensor of a size.</summary>
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { size }, dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal numbers in a tensor of a size.</summary>
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { rows, columns }, dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal numbers in a tensor of a size.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, generator, names);

    /// <summary>Standard normal numbers in a tensor of a size.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, generator, names);

    /// <summary>Whole numbers from [0, high) in a tensor of a size.</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>Whole numbers from [low, high) in a tensor of a size.</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Created(Op.randint.Invoke(low, high, size, generator, dtype ?? ScalarType.Int64, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>Whole numbers from [0, high) in a tensor of a size.</summary>
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>Whole numbers from [low, high) in a tensor of a size.</summary>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Created(Op.randint.Invoke(low, high, size.Shape, generator, dtype ?? ScalarType.Int64, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>The whole numbers from [0, n) in random order, [N].</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Created(Op.randperm.Invoke(n, generator, dtype ?? ScalarType.Int64, Value.None, InitializeDevice(device)), requires_grad);

    /// <summary>Uniform numbers from [0, 1) in a tensor of the size, and unless told otherwise the type and device, of the input.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Created(Op.rand_like.Invoke(input, dtype, Value.None, device), requires_grad);

    public partial class Tensor
    {
        /// <inheritdoc cref="torch.rand_like"/>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.rand_like(this, dtype, device, requires_grad);
    }

    /// <summary>Standard normal numbers in a tensor of the size, and unless told otherwise the type and device, of the input.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Created(Op.randn_like.Invoke(input, dtype, Value.None, device), requires_grad);

    public partial class Tensor
    {
        /// <inheritdoc cref="torch.randn_like"/>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randn_like(this, dtype, device, requires_grad);
    }
}

file static class Op
{
    internal static readonly AtenOp rand = new("rand", "generator");
    internal static readonly AtenOp rand_like = new("rand_like");
    internal static readonly AtenOp randint = new("randint", "low_generator");
    internal static readonly AtenOp randn = new("randn", "generator");
    internal static readonly AtenOp randn_like = new("randn_like");
    internal static readonly AtenOp randperm = new("randperm", "generator");
}
