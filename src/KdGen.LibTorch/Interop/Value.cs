using TorchSharp;

namespace KdGen.LibTorch;

/// <summary>
/// One argument of an ATen operator. It holds the managed object, not its handle, so that a tensor cannot be collected while the call that
/// uses it runs.
/// </summary>
internal readonly struct Value
{
    private Value(ValueTag tag, long bits, object? reference = null)
    {
        Tag = tag;
        Bits = bits;
        Reference = reference;
    }

    /// <summary>No value: Python's None.</summary>
    internal static Value None => default;

    internal ValueTag Tag { get; }

    /// <summary>The value itself, where it fits into 64 bits.</summary>
    internal long Bits { get; }

    /// <summary>The tensor, list, string or generator.</summary>
    internal object? Reference { get; }

    public static implicit operator Value(torch.Tensor? value) => value is null ? default : new(ValueTag.Tensor, 0, value);
    public static implicit operator Value(long value) => new(ValueTag.Int, value);
    public static implicit operator Value(int value) => new(ValueTag.Int, value);
    public static implicit operator Value(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Value(bool value) => new(ValueTag.Bool, value ? 1 : 0);
    public static implicit operator Value(long? value) => value is { } v ? v : default(Value);
    public static implicit operator Value(double? value) => value is { } v ? v : default(Value);
    public static implicit operator Value(bool? value) => value is { } v ? v : default(Value);
    public static implicit operator Value(long[]? value) => value is null ? default : new(ValueTag.IntList, 0, value);
    public static implicit operator Value((long, long) value) => new long[] { value.Item1, value.Item2 };
    public static implicit operator Value(double[]? value) => value is null ? default : new(ValueTag.DoubleList, 0, value);
    public static implicit operator Value(bool[]? value) => value is null ? default : new(ValueTag.BoolList, 0, value);
    public static implicit operator Value(torch.Tensor?[]? value) => value is null ? default : new(ValueTag.TensorList, 0, value);
    public static implicit operator Value(string? value) => value is null ? default : new(ValueTag.String, 0, value);
    public static implicit operator Value(torch.ScalarType value) => new(ValueTag.Int, (long)value);
    public static implicit operator Value(torch.ScalarType? value) => value is { } v ? v : default(Value);
    public static implicit operator Value(torch.Device? value) => value is null ? default : new(ValueTag.Device, value.Packed);
    public static implicit operator Value(torch.Generator? value) => value is null ? default : new(ValueTag.Generator, 0, value);
    public static implicit operator Value(Scalar? value) => value is null ? default : new(value.Tag, value.Bits);
}
