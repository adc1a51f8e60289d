namespace KdGen.Kernels;

/// <summary>How logits lie in memory: <see cref="Float32"/> or <see cref="BFloat16"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public unsafe interface IElement<TSelf> where TSelf : unmanaged, IElement<TSelf>
{
    /// <summary>The next values.</summary>
    static abstract V Load<V>(TSelf* source) where V : struct, IFloats<V>;

    /// <summary>The next <paramref name="count"/> values, fewer than there are lanes, and <paramref name="rest"/> in the other lanes.</summary>
    static abstract V LoadFirst<V>(TSelf* source, int count, float rest) where V : struct, IFloats<V>;

    /// <summary>Writes all lanes.</summary>
    static abstract void Store<V>(TSelf* target, V value) where V : struct, IFloats<V>;

    /// <summary>Writes the first <paramref name="count"/> lanes, fewer than there are.</summary>
    static abstract void StoreFirst<V>(TSelf* target, V value, int count) where V : struct, IFloats<V>;

    /// <summary>One value.</summary>
    static abstract float Read(TSelf* source);

    /// <summary>Writes one value.</summary>
    static abstract void Write(TSelf* target, float value);
}
