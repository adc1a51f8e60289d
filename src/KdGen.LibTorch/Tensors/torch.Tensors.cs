using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor that holds the one value, [].</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => FromData<bool>([scalar], [], ScalarType.Bool, dtype, device, requires_grad);

    /// <summary>A copy of the array, [N].</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<bool>(rawArray, [rawArray.LongLength], ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in the size given.</summary>
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<bool>(rawArray, dimensions.ToArray(), ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A copy of the list, [N].</summary>
    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<bool>([.. rawArray], [rawArray.Count], ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A copy of the list in the size given.</summary>
    public static Tensor tensor(IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<bool>([.. rawArray], dimensions.ToArray(), ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A copy of the list as a matrix.</summary>
    public static Tensor tensor(IList<bool> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<bool>([.. rawArray], [rows, columns], ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(bool[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(bool[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds the one value, [].</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) => FromData<byte>([scalar], [], ScalarType.Byte, null, device, requires_grad);

    /// <summary>A copy of the array, [N].</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(rawArray, [rawArray.LongLength], ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in the size given.</summary>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(rawArray, dimensions.ToArray(), ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A copy of the list, [N].</summary>
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<byte>([.. rawArray], [rawArray.Count], ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A copy of the list in the size given.</summary>
    public static Tensor tensor(IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<byte>([.. rawArray], dimensions.ToArray(), ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A copy of the list as a matrix.</summary>
    public static Tensor tensor(IList<byte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<byte>([.. rawArray], [rows, columns], ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds the one value, [].</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) => FromData<int>([scalar], [], ScalarType.Int32, null, device, requires_grad);

    /// <summary>A copy of the array, [N].</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<int>(rawArray, [rawArray.LongLength], ScalarType.Int32, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in the size given.</summary>
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<int>(rawArray, dimensions.ToArray(), ScalarType.Int32, dtype, device, requires_grad, names);

    /// <summary>A copy of the list, [N].</summary>
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<int>([.. rawArray], [rawArray.Count], ScalarType.Int32, dtype, device, requires_grad, names);

    /// <summary>A copy of the list in the size given.</summary>
    public static Tensor tensor(IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<int>([.. rawArray], dimensions.ToArray(), ScalarType.Int32, dtype, device, requires_grad, names);

    /// <summary>A copy of the list as a matrix.</summary>
    public static Tensor tensor(IList<int> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<int>([.. rawArray], [rows, columns], ScalarType.Int32, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds the one value, [].</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => FromData<long>([scalar], [], ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A copy of the array, [N].</summary>
    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<long>(dataArray, [dataArray.LongLength], ScalarType.Int64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in the size given.</summary>
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<long>(dataArray, dimensions.ToArray(), ScalarType.Int64, dtype, device, requires_grad, names);

    /// <summary>A copy of the list, [N].</summary>
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<long>([.. rawArray], [rawArray.Count], ScalarType.Int64, dtype, device, requires_grad, names);

    /// <summary>A copy of the list in the size given.</summary>
    public static Tensor tensor(IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<long>([.. rawArray], dimensions.ToArray(), ScalarType.Int64, dtype, device, requires_grad, names);

    /// <summary>A copy of the list as a matrix.</summary>
    public static Tensor tensor(IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<long>([.. rawArray], [rows, columns], ScalarType.Int64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds the one value, [].</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) => FromData<float>([scalar], [], ScalarType.Float32, null, device, requires_grad);

    /// <summary>A copy of the array, [N].</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<float>(rawArray, [rawArray.LongLength], ScalarType.Float32, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in the size given.</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<float>(rawArray, dimensions.ToArray(), ScalarType.Float32, dtype, device, requires_grad, names);

    /// <summary>A copy of the list, [N].</summary>
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<float>([.. rawArray], [rawArray.Count], ScalarType.Float32, dtype, device, requires_grad, names);

    /// <summary>A copy of the list in the size given.</summary>
    public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<float>([.. rawArray], dimensions.ToArray(), ScalarType.Float32, dtype, device, requires_grad, names);

    /// <summary>A copy of the list as a matrix.</summary>
    public static Tensor tensor(IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<float>([.. rawArray], [rows, columns], ScalarType.Float32, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds the one value, [].</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => FromData<double>([scalar], [], ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A copy of the array, [N].</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<double>(rawArray, [rawArray.LongLength], ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in the size given.</summary>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<double>(rawArray, dimensions.ToArray(), ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A copy of the list, [N].</summary>
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<double>([.. rawArray], [rawArray.Count], ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A copy of the list as a matrix.</summary>
    public static Tensor tensor(IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<double>([.. rawArray], [rows, columns], ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in its size.</summary>
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);

    /// <summary>A copy of an array of any rank, in its size and element type. TorchSharp shares the array's memory, so do not change it afterwards.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A copy of an array of any rank, in its size. TorchSharp shares the array's memory, so do not change it afterwards.</summary>
    /// <exception cref="ArgumentException">The elements are of no type that a tensor can hold.</exception>
    public static unsafe Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var shape = new long[rawArray.Rank];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = rawArray.GetLongLength(i);
        ScalarType type = TypeOf(rawArray.GetType().GetElementType()!);
        ref byte first = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(rawArray);
        fixed (byte* data = &first)
            return FromMemory(data, rawArray.LongLength, shape, type, dtype, device, requires_grad, names);
    }

    private static unsafe Tensor FromData<T>(ReadOnlySpan<T> data, long[] shape, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) where T : unmanaged
    {
        fixed (T* memory = data)
            return FromMemory((byte*)memory, data.Length, shape, type, dtype, device, requires_grad, names);
    }

    private static unsafe Tensor FromMemory(byte* data, long count, long[] shape, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        Tensor tensor = empty(shape, type);
        long wanted = tensor.numel();
        if (wanted > count)
        {
            tensor.Dispose();
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {wanted} vs. {count}");
        }
        long bytes = wanted * tensor.ElementSize;
        Buffer.MemoryCopy(data, (void*)tensor.DataPointer(), bytes, bytes);
        Device target = InitializeDevice(device);
        if (target.type != DeviceType.CPU || dtype is { } other && other != type)
            tensor = tensor.to(dtype ?? type, target, disposeAfter: true);
        return Created(tensor, requires_grad, names);
    }

    private static ScalarType TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => ScalarType.Bool,
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ => throw new ArgumentException($"a tensor cannot hold elements of type {type.Name}"),
    };
}

file static class Op
{
}
