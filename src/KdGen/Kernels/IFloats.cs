using System.Runtime.CompilerServices;

using System.Numerics;

namespace KdGen.Kernels;

/// <summary>Some floats that are worked on at once: <see cref="Floats16"/>, <see cref="Floats8"/> or <see cref="Floats4"/>. Code that is generic over it becomes the processor's own.</summary>
/// <remarks>A mask is a value too: all bits of a lane are set, or none.</remarks>
/// <typeparam name="TSelf">The type itself.</typeparam>
public unsafe interface IFloats<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>, IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>,
    IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : struct, IFloats<TSelf>
{
    /// <summary>How many there are.</summary>
    static abstract int Count { get; }

    /// <summary>A sum goes over so many classes before it is added to a double: each lane adds 32 floats, which costs a float's last bits little.</summary>
    static abstract int Stretch { get; }

    /// <summary>A number in every lane.</summary>
    static abstract TSelf Of(float value);

    /// <summary>A number in every lane, rounded to float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Of(double value) => TSelf.Of((float)value);

    /// <summary>The number whose bits these are, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf OfBits(int bits) => TSelf.Of(BitConverter.Int32BitsToSingle(bits));

    /// <summary>The mask of the first <paramref name="count"/> lanes; all when there are more.</summary>
    static abstract TSelf First(int count);

    /// <summary>The next floats.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>The next <paramref name="count"/> floats, fewer than there are lanes, and <paramref name="rest"/> in the other lanes. Nothing behind them is read.</summary>
    static abstract TSelf LoadFirst(float* source, int count, float rest);

    /// <summary>The next numbers of 16 bits that are the upper half of a float.</summary>
    static abstract TSelf LoadUpper(ushort* source);

    /// <summary>Writes all lanes.</summary>
    void Store(float* target);

    /// <summary>Writes the first <paramref name="count"/> lanes, fewer than there are. Nothing behind them is written.</summary>
    void StoreFirst(float* target, int count);

    /// <summary>Writes the upper half of each float, rounded to the nearest.</summary>
    void StoreUpper(ushort* target);

    /// <summary><paramref name="left"/> <paramref name="right"/> + <paramref name="addend"/>, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The larger of each two; the second where one of them is not a number.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The smaller of each two; the second where one of them is not a number.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The absolute values.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The square roots.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The mask of lanes where <paramref name="left"/> is greater.</summary>
    static abstract TSelf Greater(TSelf left, TSelf right);

    /// <summary>The mask of lanes where both are equal.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>One value where the mask is set, the other where it is not.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whereTrue, TSelf whereFalse);

    /// <summary>The bits that both have: a value where a mask is set, and 0 where it is not.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>The bits that one has.</summary>
    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary>The sum of the bits, taken as whole numbers of 32 bits.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>The bits moved up.</summary>
    static abstract TSelf ShiftBitsUp(TSelf value, int count);

    /// <summary>The bits moved down, with copies of the sign.</summary>
    static abstract TSelf ShiftBitsDown(TSelf value, int count);

    /// <summary>The bits, taken as whole numbers, as floats.</summary>
    static abstract TSelf FromWhole(TSelf bits);

    /// <summary>The sum of the lanes.</summary>
    static abstract double Sum(TSelf value);

    /// <summary>The largest of the lanes.</summary>
    static abstract float Max(TSelf value);

    /// <summary>The mask of one lane; of none when there is no such lane.</summary>
    static abstract TSelf Only(int lane);

    /// <summary>The mask of lanes that are not 0.</summary>
    static abstract TSelf NotZero(TSelf value);

    /// <summary>-1, 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Sign(TSelf value) => (TSelf.Greater(value, TSelf.Of(0f)) & TSelf.Of(1f)) - (TSelf.Greater(TSelf.Of(0f), value) & TSelf.Of(1f));

    /// <summary>Each to the power of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Power(TSelf value, double exponent) => FloatsMath.Power(value, exponent);

    /// <summary>All but one lane, which is so low that it is no maximum and its exponential 0; all when there is no such lane.</summary>
    TSelf Without(int lane);

    /// <summary>2 to the power of each, which is at most 127. The relative error is below 1e-7; what is below 1.7e-38 is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Exp2(TSelf value) => FloatsMath.Exp2(value);

    /// <summary>e to the power of each. The relative error is below 1e-7; what is below 2.4e-38 is 0, and what is too large is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Exp(TSelf value) => FloatsMath.Exp(value);

    /// <summary>The natural logarithms. The relative error is below 2e-7; that of 0 and of what is below 1.2e-38 is that of 0, minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Log(TSelf value) => FloatsMath.Log(value);
}
