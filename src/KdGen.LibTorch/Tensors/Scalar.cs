using KdGen.LibTorch;

namespace TorchSharp;

/// <summary>One number or truth value as an argument of an operator. Immutable; here, unlike in TorchSharp, without native memory.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(ValueTag tag, long bits)
    {
        Tag = tag;
        Bits = bits;
    }

    internal Scalar(long value) : this(ValueTag.Int, value)
    {
    }

    internal Scalar(double value) : this(ValueTag.Double, BitConverter.DoubleToInt64Bits(value))
    {
    }

    internal Scalar(bool value) : this(ValueTag.Bool, value ? 1 : 0)
    {
    }

    internal ValueTag Tag { get; }

    internal long Bits { get; }

    /// <summary>The element type that the number is taken for: Int64, Float64 or Bool.</summary>
    public torch.ScalarType Type => Tag switch
    {
        ValueTag.Double => torch.ScalarType.Float64,
        ValueTag.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Int64,
    };

    internal double AsDouble => Tag == ValueTag.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsLong => Tag == ValueTag.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(byte value) => new((long)value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(sbyte value) => new((long)value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(short value) => new((long)value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(int value) => new((long)value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(long value) => new(value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(Half value) => new((double)value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(float value) => new((double)value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(value);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(value);

    /// <summary>Does nothing here: a scalar holds no native memory. TorchSharp's does.</summary>
    public void Dispose()
    {
    }
}
