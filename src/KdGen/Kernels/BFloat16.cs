using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>The upper half of a float, as it lies in a tensor.</summary>
public readonly unsafe struct BFloat16 : IElement<BFloat16>
{
    private readonly ushort upper;

    private BFloat16(ushort upper) => this.upper = upper;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(BFloat16* source) where V : struct, IFloats<V> => V.LoadUpper((ushort*)source);

    /// <inheritdoc/>
    public static V LoadFirst<V>(BFloat16* source, int count, float rest) where V : struct, IFloats<V>
    {
        float* values = stackalloc float[V.Count];
        for (int i = 0; i < V.Count; i++)
            values[i] = i < count ? Read(source + i) : rest;
        return V.Load(values);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(BFloat16* target, V value) where V : struct, IFloats<V> => value.StoreUpper((ushort*)target);

    /// <inheritdoc/>
    public static void StoreFirst<V>(BFloat16* target, V value, int count) where V : struct, IFloats<V>
    {
        ushort* values = stackalloc ushort[V.Count];
        value.StoreUpper(values);
        new ReadOnlySpan<ushort>(values, count).CopyTo(new Span<ushort>(target, count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(BFloat16* source) => BitConverter.Int32BitsToSingle(source->upper << 16);

    /// <inheritdoc/>
    public static void Write(BFloat16* target, float value)
    {
        ushort* values = stackalloc ushort[Floats4.Count];
        Floats4.Of(value).StoreUpper(values);
        *target = new BFloat16(values[0]);
    }
}
