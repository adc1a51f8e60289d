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
    public double this[int @class] => TElement.Read(values + @class);

    /// <summary>The numbers from class <paramref name="i"/> on; minus infinity in lanes behind the last class.</summary>
    /// <remarks>The compiler lays out what follows the condition first: that is what is common.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load<V>(int i) where V : struct, IFloats<V> =>
        count - i < V.Count ? TElement.LoadFirst<V>(values + i, count - i, float.NegativeInfinity) : TElement.Load<V>(values + i);

    /// <summary>Writes the numbers from class <paramref name="i"/> on; nothing behind the last class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<V>(int i, V value) where V : struct, IFloats<V>
    {
        if (count - i >= V.Count)
            TElement.Store(values + i, value);
        else
            TElement.StoreFirst(values + i, value, count - i);
    }

    /// <summary>Writes 0 for all classes.</summary>
    public void Clear() => new Span<TElement>(values, count).Clear();

    /// <summary>The first class with the largest number; 0 when none is one.</summary>
    public int ArgMax<V>() where V : struct, IFloats<V>
    {
        V largest = V.Of(float.NegativeInfinity);
        for (int i = 0; i < count; i += V.Count)
            largest = V.Max(largest, Load<V>(i));
        float max = V.Max(largest);
        for (int i = 0; i < count; i++)
            if (TElement.Read(values + i) == max)
                return i;
        return 0;
    }

    /// <summary>1 for the classes with the <paramref name="top"/> largest numbers, else 0: exactly so many, the first ones among equals; all when there are fewer classes.</summary>
    public void MarkTop(int top, ClassValues<Float32> marks)
    {
        Span<float> numbers = new(marks.values, count);
        if (top >= count)
        {
            numbers.Fill(1);
            return;
        }

        // The smallest of the largest, as the root of a heap; classes that come later must be larger to get in.
        Span<float> heap = top <= 256 ? stackalloc float[top] : new float[top];
        heap.Fill(float.NegativeInfinity);
        for (int i = 0; i < count; i++)
        {
            float number = TElement.Read(values + i);
            if (number > heap[0])
                Sink(heap, number);
        }

        float least = heap[0];
        int more = top;
        for (int i = 0; i < count; i++)
            more -= TElement.Read(values + i) > least ? 1 : 0;
        for (int i = 0; i < count; i++)
        {
            float number = TElement.Read(values + i);
            numbers[i] = number > least || (number == least && more-- > 0) ? 1 : 0;
        }
    }

    /// <summary>The numbers in another order, that of <paramref name="fixedClass"/> where it was; see <see cref="ClassPermutation"/>.</summary>
    public void Permute(long key, long row, int fixedClass, ClassValues<Float32> permuted)
    {
        for (int i = 0; i < count; i++)
            *(float*)(permuted.values + i) = TElement.Read(values + ClassPermutation.Source(key, row, i, fixedClass, count));
    }

    /// <summary>Adds to the number of one class.</summary>
    public void Add(int @class, double amount) => TElement.Write(values + @class, (float)(TElement.Read(values + @class) + amount));

    private static void Sink(Span<float> heap, float number)
    {
        int at = 0;
        for (int child; (child = 2 * at + 1) < heap.Length; at = child)
        {
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= number)
                break;
            heap[at] = heap[child];
        }
        heap[at] = number;
    }
}
