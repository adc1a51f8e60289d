using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KdGen.Kernels;

/// <summary>Eight floats: vectors of 256 bits.</summary>
public readonly unsafe struct Floats8 : IFloats<Floats8>
{
    private readonly Vector256<float> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Floats8(Vector256<float> lanes) => this.lanes = lanes;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    public static int Stretch => 256;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Of(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 First(int count) => new(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Only(int lane) => new(Vector256.Equals(Vector256<int>.Indices, Vector256.Create(lane)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Floats8 Without(int lane)
    {
        // Few vectors have the lane: a branch costs less than a mask in each.
        if ((uint)lane < (uint)Count)
            return new(Vector256.ConditionalSelect(Vector256.Equals(Vector256<int>.Indices, Vector256.Create(lane)).AsSingle(), Vector256.Create(FloatsMath.LeftOut), lanes));
        return this;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 NotZero(Floats8 value) => new(~Vector256.Equals(value.lanes, Vector256<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Load(float* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 LoadFirst(float* source, int count, float rest)
    {
        Vector256<float> mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
        return new(Vector256.ConditionalSelect(mask, Avx.MaskLoad(source, mask), Vector256.Create(rest)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 LoadUpper(ushort* source) => new((Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()) << 16).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => lanes.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(float* target, int count) => Avx.MaskStore(target, Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpper(ushort* target)
    {
        // Half of the last place, less one bit where the upper half is even: ties go to even. Not a number stays that.
        Vector256<uint> bits = lanes.AsUInt32();
        Vector256<uint> rounded = bits + Vector256.Create(0x7fffu) + ((bits >> 16) & Vector256<uint>.One);
        Vector256<uint> upper = Vector256.ConditionalSelect(Vector256.Equals(lanes, lanes).AsUInt32(), rounded, bits | Vector256.Create(0x400000u)) >> 16;
        Vector256.Narrow(upper, upper).GetLower().Store(target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator +(Floats8 left, Floats8 right) => new(left.lanes + right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator -(Floats8 left, Floats8 right) => new(left.lanes - right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator *(Floats8 left, Floats8 right) => new(left.lanes * right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator /(Floats8 left, Floats8 right) => new(left.lanes / right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator -(Floats8 value) => new(-value.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator &(Floats8 left, Floats8 right) => new(left.lanes & right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator |(Floats8 left, Floats8 right) => new(left.lanes | right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 MultiplyAdd(Floats8 left, Floats8 right, Floats8 addend) => new(Vector256.MultiplyAddEstimate(left.lanes, right.lanes, addend.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Max(Floats8 left, Floats8 right) => new(Vector256.MaxNative(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Min(Floats8 left, Floats8 right) => new(Vector256.MinNative(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Abs(Floats8 value) => new(Vector256.Abs(value.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Sqrt(Floats8 value) => new(Vector256.Sqrt(value.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Greater(Floats8 left, Floats8 right) => new(Vector256.GreaterThan(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Equal(Floats8 left, Floats8 right) => new(Vector256.Equals(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Select(Floats8 mask, Floats8 whereTrue, Floats8 whereFalse) => new(Vector256.ConditionalSelect(mask.lanes, whereTrue.lanes, whereFalse.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 AddBits(Floats8 left, Floats8 right) => new((left.lanes.AsInt32() + right.lanes.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 ShiftBitsUp(Floats8 value, int count) => new((value.lanes.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 ShiftBitsDown(Floats8 value, int count) => new((value.lanes.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 FromWhole(Floats8 bits) => new(Vector256.ConvertToSingle(bits.lanes.AsInt32()));

    /// <inheritdoc/>
    /// <remarks>As <see cref="FloatsMath.Exp2{V}"/>, on the vectors themselves: the compiler inlines so many calls into one kernel and no more.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Exp2(Floats8 value)
    {
        Vector256<float> x = Vector256.MaxNative(Vector256.Create(-126f), value.lanes), rounding = Vector256.Create(FloatsMath.Rounding);
        Vector256<float> shifted = x + rounding, r = x - (shifted - rounding);
        Vector256<float> scale = ((shifted.AsInt32() << 23) + Vector256.Create(126 << 23)).AsSingle();
        Vector256<float> p = Vector256.Create(2 * FloatsMath.Power6);
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(2 * FloatsMath.Power5));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(2 * FloatsMath.Power4));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(2 * FloatsMath.Power3));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(2 * FloatsMath.Power2));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(2 * FloatsMath.Power1));
        return new(Vector256.MultiplyAddEstimate(p, r, Vector256.Create(2f)) * scale);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Floats8 value)
    {
        Vector256<double> pairs = Vector256.WidenLower(value.lanes) + Vector256.WidenUpper(value.lanes);
        return Vector128.Sum(pairs.GetLower() + pairs.GetUpper());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Floats8 value) => Floats4.Max(new Floats4(Vector128.MaxNative(value.lanes.GetLower(), value.lanes.GetUpper())));
}
