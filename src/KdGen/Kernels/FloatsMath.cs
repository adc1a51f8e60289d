using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>Functions of floats that no processor has as an instruction.</summary>
internal static class FloatsMath
{
    /// <summary>The logit of a class that is left out: finite, so that arithmetic with it is.</summary>
    public const float LeftOut = -1.2676506e30f;

    // Adding it leaves a float's whole part in the lowest bits: at 1.5 * 2^23 neighbours differ by one.
    public const float Rounding = 12582912;

    // ln 2 in two parts; the upper has so few bits that its product with a whole number up to 2^14 is exact.
    private const float Ln2Upper = 0.693359375f, Ln2Lower = -2.12194440e-4f;

    /// <summary>The coefficients of 2^r, by the power of r, within a half around 0: those of the smallest relative error.</summary>
    public const float Power1 = 0.693147182f, Power2 = 0.240226477f, Power3 = 0.0555033237f, Power4 = 0.00961843692f, Power5 = 0.0013398875f, Power6 = 0.000153533605f;

    /// <summary>Powers of two with an exponent below are taken for 0: the processor is slow with floats that are smaller.</summary>
    public const float LeastExponent = -125.5f;

    /// <summary>2^n p(r), where the value is n + r and r lies within a half around 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp2<V>(V value) where V : struct, IFloats<V>
    {
        V x = V.Max(V.Of(-126f), value);
        V shifted = x + V.Of(Rounding);
        V r = x - (shifted - V.Of(Rounding));

        // The bits of a half are an exponent of -1; half of 2^-126 has the bits of 0.
        V scale = V.AddBits(V.ShiftBitsUp(shifted, 23), V.Of(0.5f));
        return Exp2Near0(r, 2) * scale;
    }

    /// <summary>A multiple of 2^value within a half around 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp2Near0<V>(V value, float factor) where V : struct, IFloats<V>
    {
        V p = V.Of(factor * Power6);
        p = V.MultiplyAdd(p, value, V.Of(factor * Power5));
        p = V.MultiplyAdd(p, value, V.Of(factor * Power4));
        p = V.MultiplyAdd(p, value, V.Of(factor * Power3));
        p = V.MultiplyAdd(p, value, V.Of(factor * Power2));
        p = V.MultiplyAdd(p, value, V.Of(factor * Power1));
        return V.MultiplyAdd(p, value, V.Of(factor));
    }

    /// <summary>2^n p(r), where the value is n ln 2 + r and r lies within half a ln 2 around 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V value) where V : struct, IFloats<V>
    {
        V x = V.Min(V.Of(89f), V.Max(V.Of(-87.5f), value));
        V shifted = V.MultiplyAdd(x, V.Of(1.44269504f), V.Of(Rounding));
        V n = shifted - V.Of(Rounding);
        V r = V.MultiplyAdd(n, V.Of(-Ln2Upper), x);
        r = V.MultiplyAdd(n, V.Of(-Ln2Lower), r);

        // Twice the power, and half the scale: 2^128 is not a float, and half of 2^-126 has the bits of 0.
        V p = V.Of(2 * 0.00138131f);
        p = V.MultiplyAdd(p, r, V.Of(2 * 0.00836942f));
        p = V.MultiplyAdd(p, r, V.Of(2 * 0.04166846f));
        p = V.MultiplyAdd(p, r, V.Of(2 * 0.16666515f));
        p = V.MultiplyAdd(p, r, V.Of(2 * 0.49999993f));
        p = V.MultiplyAdd(p, r, V.Of(2f));
        p = V.MultiplyAdd(p, r, V.Of(2f));
        V scale = V.AddBits(V.ShiftBitsUp(shifted, 23), V.Of(0.5f));
        return p * scale;
    }

    /// <summary>n ln 2 + ln m, where the value is 2^n m and m lies between the root of a half and that of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V value) where V : struct, IFloats<V>
    {
        V fromRoot = V.AddBits(value, V.OfBits(-0x3f3504f3));
        V n = V.FromWhole(V.ShiftBitsDown(fromRoot, 23));
        V m = V.AddBits(fromRoot & V.OfBits(0x007fffff), V.OfBits(0x3f3504f3)) - V.Of(1f);

        V p = V.Of(-0.07634498f);
        p = V.MultiplyAdd(p, m, V.Of(0.12761578f));
        p = V.MultiplyAdd(p, m, V.Of(-0.13160182f));
        p = V.MultiplyAdd(p, m, V.Of(0.14201758f));
        p = V.MultiplyAdd(p, m, V.Of(-0.16623357f));
        p = V.MultiplyAdd(p, m, V.Of(0.20001227f));
        p = V.MultiplyAdd(p, m, V.Of(-0.25000821f));
        p = V.MultiplyAdd(p, m, V.Of(0.33333332f));
        V square = m * m;
        V tail = V.MultiplyAdd(p * m, square, V.MultiplyAdd(n, V.Of(Ln2Lower), V.Of(-0.5f) * square));
        V log = V.MultiplyAdd(n, V.Of(Ln2Upper), m + tail);

        log = V.Select(V.Greater(V.Of(1.17549435e-38f), value), V.Of(float.NegativeInfinity), log);
        log = V.Select(V.Greater(V.Of(0f), value), V.Of(float.NaN), log);
        return V.Select(V.Greater(V.Of(float.PositiveInfinity), value), log, value);
    }

    /// <summary>A small whole power by multiplications, others one by one: these are rare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Power<V>(V value, double exponent) where V : struct, IFloats<V> => exponent switch
    {
        1 => value,
        2 => value * value,
        3 => value * value * value,
        -1 => V.Of(1f) / value,
        -2 => V.Of(1f) / (value * value),
        0.5 => V.Sqrt(value),
        _ => PowerOneByOne(value, exponent),
    };

    private static unsafe V PowerOneByOne<V>(V value, double exponent) where V : struct, IFloats<V>
    {
        float* lanes = stackalloc float[V.Count];
        value.Store(lanes);
        for (int i = 0; i < V.Count; i++)
            lanes[i] = (float)Math.Pow(lanes[i], exponent);
        return V.Load(lanes);
    }
}
