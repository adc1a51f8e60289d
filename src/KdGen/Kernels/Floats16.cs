using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KdGen.Kernels;

/// <summary>Sixteen floats: vectors of 512 bits.</summary>
public readonly unsafe struct Floats16 : IFloats<Floats16>
{
    private readonly Vector512<float> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Floats16(Vector512<float> lanes) => this.lanes = lanes;

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    public static int Stretch => 512;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Of(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 First(int count) => new(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Only(int lane) => new(Vector512.Equals(Vector512<int>.Indices, Vector512.Create(lane)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Floats16 Without(int lane)
    {
        // Few vectors have the lane: a branch costs less than a mask in each.
        if ((uint)lane < (uint)Count)
            return Select(Only(lane), Of(FloatsMath.LeftOut), this);
        return this;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 NotZero(Floats16 value) => new(~Vector512.Equals(value.lanes, Vector512<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Load(float* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 LoadFirst(float* source, int count, float rest) => new(Avx512F.MaskLoad(source, First(count).lanes, Vector512.Create(rest)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 LoadUpper(ushort* source) => new((Vector512.WidenLower(Vector256.Load(source).ToVector512Unsafe()) << 16).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => lanes.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(float* target, int count) => Avx512F.MaskStore(target, First(count).lanes, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpper(ushort* target)
    {
        // Half of the last place, less one bit where the upper half is even: ties go to even. Not a number stays that.
        Vector512<uint> bits = lanes.AsUInt32();
        Vector512<uint> rounded = bits + Vector512.Create(0x7fffu) + ((bits >> 16) & Vector512<uint>.One);
        Vector512<uint> upper = Vector512.ConditionalSelect(Vector512.Equals(lanes, lanes).AsUInt32(), rounded, bits | Vector512.Create(0x400000u)) >> 16;
        Vector512.Narrow(upper, upper).GetLower().Store(target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator +(Floats16 left, Floats16 right) => new(left.lanes + right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator -(Floats16 left, Floats16 right) => new(left.lanes - right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator *(Floats16 left, Floats16 right) => new(left.lanes * right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator /(Floats16 left, Floats16 right) => new(left.lanes / right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator -(Floats16 value) => new(-value.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator &(Floats16 left, Floats16 right) => new(left.lanes & right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator |(Floats16 left, Floats16 right) => new(left.lanes | right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 MultiplyAdd(Floats16 left, Floats16 right, Floats16 addend) => new(Vector512.MultiplyAddEstimate(left.lanes, right.lanes, addend.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Max(Floats16 left, Floats16 right) => new(Vector512.MaxNative(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Min(Floats16 left, Floats16 right) => new(Vector512.MinNative(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Abs(Floats16 value) => new(Vector512.Abs(value.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Sqrt(Floats16 value) => new(Vector512.Sqrt(value.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Greater(Floats16 left, Floats16 right) => new(Vector512.GreaterThan(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Equal(Floats16 left, Floats16 right) => new(Vector512.Equals(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Select(Floats16 mask, Floats16 whereTrue, Floats16 whereFalse) => new(Vector512.ConditionalSelect(mask.lanes, whereTrue.lanes, whereFalse.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 AddBits(Floats16 left, Floats16 right) => new((left.lanes.AsInt32() + right.lanes.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 ShiftBitsUp(Floats16 value, int count) => new((value.lanes.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 ShiftBitsDown(Floats16 value, int count) => new((value.lanes.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 FromWhole(Floats16 bits) => new(Vector512.ConvertToSingle(bits.lanes.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Exp2(Floats16 value)
    {
        Vector512<float> whole = Avx512F.RoundScale(value.lanes, 0);
        Vector512<float> power = Avx512F.Scale(FloatsMath.Exp2Near0(value - new Floats16(whole), 1).lanes, whole);
        return new(Vector512.ConditionalSelect(Vector512.LessThan(value.lanes, Vector512.Create(FloatsMath.LeastExponent)), Vector512<float>.Zero, power));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Floats16 value)
    {
        Vector512<double> pairs = Vector512.WidenLower(value.lanes) + Vector512.WidenUpper(value.lanes);
        return Vector256.Sum(pairs.GetLower() + pairs.GetUpper());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Floats16 value) => Floats8.Max(new Floats8(Vector256.MaxNative(value.lanes.GetLower(), value.lanes.GetUpper())));
}
