namespace TorchSharp;

/// <summary>Conversions between numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>The truth value as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>The scalar as a single-precision number.</summary>
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;

    /// <summary>The scalar as a double-precision number.</summary>
    public static double ToDouble(this Scalar value) => value.AsDouble;

    /// <summary>The scalar as a whole number, rounded towards zero.</summary>
    public static byte ToByte(this Scalar value) => (byte)value.AsLong;

    /// <summary>The scalar as a whole number, rounded towards zero.</summary>
    public static int ToInt32(this Scalar value) => (int)value.AsLong;

    /// <summary>The scalar as a whole number, rounded towards zero.</summary>
    public static long ToInt64(this Scalar value) => value.AsLong;

    /// <summary>Whether the scalar is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
