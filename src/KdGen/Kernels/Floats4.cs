using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KdGen.Kernels;

/// <summary>Four floats: vectors of 128 bits.</summary>
public readonly unsafe struct Floats4 : IFloats<Floats4>
{
    private readonly Vector128<float> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Floats4(Vector128<float> lanes) => this.lanes = lanes;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    public static int Stretch => 128;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Of(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 First(int count) => new(Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Only(int lane) => new(Vector128.Equals(Vector128<int>.Indices, Vector128.Create(lane)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Floats4 Without(int lane)
    {
        // Few vectors have the lane: a branch costs less than a mask in each.
        if ((uint)lane < (uint)Count)
            return Select(Only(lane), Of(FloatsMath.LeftOut), this);
        return this;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 NotZero(Floats4 value) => new(~Vector128.Equals(value.lanes, Vector128<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Load(float* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 LoadFirst(float* source, int count, float rest) => new(Vector128.Create(
        source[0], count > 1 ? source[1] : rest, count > 2 ? source[2] : rest, count > 3 ? source[3] : rest));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 LoadUpper(ushort* source) => new((Vector128.WidenLower(Vector64.Load(source).ToVector128Unsafe()) << 16).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => lanes.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(float* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = lanes[i];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpper(ushort* target)
    {
        // Half of the last place, less one bit where the upper half is even: ties go to even. Not a number stays that.
        Vector128<uint> bits = lanes.AsUInt32();
        Vector128<uint> rounded = bits + Vector128.Create(0x7fffu) + ((bits >> 16) & Vector128<uint>.One);
        Vector128<uint> upper = Vector128.ConditionalSelect(Vector128.Equals(lanes, lanes).AsUInt32(), rounded, bits | Vector128.Create(0x400000u)) >> 16;
        Vector128.Narrow(upper, upper).GetLower().Store(target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator +(Floats4 left, Floats4 right) => new(left.lanes + right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator -(Floats4 left, Floats4 right) => new(left.lanes - right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator *(Floats4 left, Floats4 right) => new(left.lanes * right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator /(Floats4 left, Floats4 right) => new(left.lanes / right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator -(Floats4 value) => new(-value.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator &(Floats4 left, Floats4 right) => new(left.lanes & right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator |(Floats4 left, Floats4 right) => new(left.lanes | right.lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 MultiplyAdd(Floats4 left, Floats4 right, Floats4 addend) => new(Vector128.MultiplyAddEstimate(left.lanes, right.lanes, addend.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Max(Floats4 left, Floats4 right) => new(Vector128.MaxNative(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Min(Floats4 left, Floats4 right) => new(Vector128.MinNative(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Abs(Floats4 value) => new(Vector128.Abs(value.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Sqrt(Floats4 value) => new(Vector128.Sqrt(value.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Greater(Floats4 left, Floats4 right) => new(Vector128.GreaterThan(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Equal(Floats4 left, Floats4 right) => new(Vector128.Equals(left.lanes, right.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Select(Floats4 mask, Floats4 whereTrue, Floats4 whereFalse) => new(Vector128.ConditionalSelect(mask.lanes, whereTrue.lanes, whereFalse.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 AddBits(Floats4 left, Floats4 right) => new((left.lanes.AsInt32() + right.lanes.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 ShiftBitsUp(Floats4 value, int count) => new((value.lanes.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 ShiftBitsDown(Floats4 value, int count) => new((value.lanes.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 FromWhole(Floats4 bits) => new(Vector128.ConvertToSingle(bits.lanes.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Floats4 value) => Vector128.Sum(Vector128.WidenLower(value.lanes) + Vector128.WidenUpper(value.lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Floats4 value)
    {
        Vector128<float> pairs = Vector128.MaxNative(value.lanes, Vector128.Shuffle(value.lanes, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
