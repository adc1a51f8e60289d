using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>A number for each class, somewhere in memory that outlives it.</summary>
/// <typeparam name="TElement">How a number lies there.</typeparam>
public readonly unsafe struct ClassValues<TElement> where TElement : unmanaged, IElement<TElement>
{
    private readonly TElement* values;
    private readonly int count;

    internal ClassValues(TElement* values, int count)
    {
        this.values = values;
        this.count = count;
    }

    /// <summary>The number of classes.</summary>
    public int Count => count;

    /// <summary>The number of one class.</summary>
    public double this[long @class] => TElement.Read(values + @class);

    /// <summary>The numbers from class <paramref name="i"/> on; minus infinity in lanes behind the last class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load<V>(int i) where V : struct, IFloats<V> =>
        count - i >= V.Count ? TElement.Load<V>(values + i) : TElement.LoadFirst<V>(values + i, count - i, float.NegativeInfinity);

    /// <summary>Writes the numbers from class <paramref name="i"/> on; nothing behind the last class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<V>(int i, V value) where V : struct, IFloats<V>
    {
        if (count - i >= V.Count)
            TElement.Store(values + i, value);
        else
            TElement.StoreFirst(values + i, value, count - i);
    }

    /// <summary>Adds to the number of one class.</summary>
    public void Add(long @class, double amount) => TElement.Write(values + @class, (float)(TElement.Read(values + @class) + amount));
}
