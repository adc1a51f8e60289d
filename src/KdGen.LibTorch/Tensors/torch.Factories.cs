using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of zeros of a size.</summary>
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.zeros.Invoke(size, dtype ?? default_dtype, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>A tensor of zeros of a size.</summary>
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros of a size.</summary>
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { size }, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros of a size.</summary>
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { rows, columns }, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros of a size.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros of a size.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones of a size.</summary>
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.ones.Invoke(size, dtype ?? default_dtype, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>A tensor of ones of a size.</summary>
    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>A tensor of ones of a size.</summary>
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { size }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones of a size.</summary>
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { rows, columns }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones of a size.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones of a size.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size whose elements are whatever the memory held.</summary>
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.empty.Invoke(size, dtype ?? default_dtype, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>A tensor of a size whose elements are whatever the memory held.</summary>
    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>A tensor of a size whose elements are whatever the memory held.</summary>
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { size }, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size whose elements are whatever the memory held.</summary>
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { rows, columns }, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size whose elements are whatever the memory held.</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size whose elements are whatever the memory held.</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size with one value; without a type, the value decides it.</summary>
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.full.Invoke(size, value, dtype ?? TypeOf(value), Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>A tensor of a size with one value; without a type, the value decides it.</summary>
    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(size.ToArray(), value, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size with one value; without a type, the value decides it.</summary>
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { size }, value, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size with one value; without a type, the value decides it.</summary>
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { rows, columns }, value, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size with one value; without a type, the value decides it.</summary>
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { dim0, dim1, dim2 }, value, dtype, device, requires_grad, names);

    /// <summary>A tensor of a size with one value; without a type, the value decides it.</summary>
    public static Tensor full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { dim0, dim1, dim2, dim3 }, value, dtype, device, requires_grad, names);

    private static ScalarType default_dtype = ScalarType.Float32;

    /// <summary>The element type of tensors that are created without one.</summary>
    public static ScalarType get_default_dtype() => default_dtype;

    /// <summary>Sets the element type of tensors that are created without one.</summary>
    /// <exception cref="ArgumentException">It is no floating point type.</exception>
    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype))
            throw new ArgumentException($"only a floating point type can be the default, not {dtype}", nameof(dtype));
        default_dtype = dtype;
    }

    /// <summary>Where tensors that are created without a device lie: the machine's memory.</summary>
    public static Device get_default_device() => CPU;

    private static ScalarType TypeOf(Scalar value) => value.Type == ScalarType.Float64 ? default_dtype : value.Type;

    private static Tensor Created(Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("KdGen.LibTorch has no named dimensions: leave 'names' out");
        return requires_grad ? tensor.requires_grad_() : tensor;
    }
}

file static class Op
{
    internal static readonly AtenOp empty = new("empty", "memory_format");
    internal static readonly AtenOp full = new("full");
    internal static readonly AtenOp ones = new("ones");
    internal static readonly AtenOp zeros = new("zeros");
}
