using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>A float as it lies in a tensor.</summary>
public readonly unsafe struct Float32 : IElement<Float32>
{
    private readonly float value;

    private Float32(float value) => this.value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(Float32* source) where V : struct, IFloats<V> => V.Load((float*)source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadFirst<V>(Float32* source, int count, float rest) where V : struct, IFloats<V> => V.LoadFirst((float*)source, count, rest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(Float32* target, V value) where V : struct, IFloats<V> => value.Store((float*)target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<V>(Float32* target, V value, int count) where V : struct, IFloats<V> => value.StoreFirst((float*)target, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(Float32* source) => source->value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Float32* target, float value) => *target = new Float32(value);
}
