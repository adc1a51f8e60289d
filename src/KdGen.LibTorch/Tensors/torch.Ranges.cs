using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Numbers from start, included, to stop, not included, [N]. Without a type: Int64 when all three are whole, else the default.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Created(Op.arange.Invoke(start, stop, step, dtype ?? Whole(start, stop, step), Value.None, InitializeDevice(device)), requires_grad);

    /// <summary>Numbers from start, included, to stop, not included, [N].</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers from 0 to stop, not included, [N].</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers from start to end, both included, at equal distances, [N].</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Created(Op.linspace.Invoke(start, end, steps, dtype ?? default_dtype, Value.None, InitializeDevice(device)), requires_grad);

    /// <summary>A matrix with ones on its diagonal, [N, M].</summary>
    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.eye.Invoke(rows, columns == -1 ? rows : columns, dtype ?? default_dtype, Value.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>Zeros in the size, and unless told otherwise the type and device, of the input.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.zeros_like.Invoke(input, dtype, Value.None, device), requires_grad, names);

    /// <summary>Ones in the size, and unless told otherwise the type and device, of the input.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.ones_like.Invoke(input, dtype, Value.None, device), requires_grad, names);

    /// <summary>A tensor with whatever the memory held, in the size, and unless told otherwise the type and device, of the input.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.empty_like.Invoke(input, dtype, Value.None, device), requires_grad, names);

    /// <summary>One value in the size, and unless told otherwise the type and device, of the input.</summary>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(Op.full_like.Invoke(input, value, dtype, Value.None, device), requires_grad, names);

    public partial class Tensor
    {
        /// <inheritdoc cref="torch.zeros_like"/>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);

        /// <inheritdoc cref="torch.ones_like"/>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);

        /// <inheritdoc cref="torch.empty_like"/>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);

        /// <inheritdoc cref="torch.full_like"/>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.full_like(this, value, dtype, device, requires_grad);
    }

    private static ScalarType Whole(params ReadOnlySpan<Scalar> values)
    {
        foreach (Scalar value in values)
        {
            if (value.Type == ScalarType.Float64)
                return default_dtype;
        }
        return ScalarType.Int64;
    }
}

file static class Op
{
    internal static readonly AtenOp arange = new("arange", "start_step");
    internal static readonly AtenOp empty_like = new("empty_like");
    internal static readonly AtenOp eye = new("eye", "m");
    internal static readonly AtenOp full_like = new("full_like");
    internal static readonly AtenOp linspace = new("linspace");
    internal static readonly AtenOp ones_like = new("ones_like");
    internal static readonly AtenOp zeros_like = new("zeros_like");
}
