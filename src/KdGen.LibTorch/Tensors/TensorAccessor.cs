using System.Collections;

namespace TorchSharp.Utils;

/// <summary>Typed access to the elements of a CPU tensor, in row-major order whatever its strides. It keeps the tensor alive.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly T* data;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;
    private torch.Tensor? tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        shape = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
        data = (T*)tensor.DataPointer();
        Count = tensor.numel();
    }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>One element: by its place in row-major order, or by one index per dimension.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public T this[params long[] indices]
    {
        get => data[Offset(indices)];
        set => data[Offset(indices)] = value;
    }

    /// <summary>A copy of the elements in row-major order.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>Copies elements, from the place <paramref name="tensorIndex"/> in row-major order on, until either side ends.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements, from the place <paramref name="tensorIndex"/> in row-major order on, until either side ends.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        Span<T> target = array.Slice(arrayIndex, Math.Max(count, 0));
        if (contiguous)
        {
            new ReadOnlySpan<T>(data + tensorIndex, target.Length).CopyTo(target);
            return;
        }
        for (int i = 0; i < target.Length; i++)
            target[i] = data[Offset(tensorIndex + i)];
    }

    /// <summary>Overwrites elements, from the place <paramref name="tensorIndex"/> in row-major order on, until either side ends.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Overwrites elements, from the place <paramref name="tensorIndex"/> in row-major order on, until either side ends.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        ReadOnlySpan<T> source = array.Slice(arrayIndex, Math.Max(count, 0));
        if (contiguous)
        {
            source.CopyTo(new Span<T>(data + tensorIndex, source.Length));
            return;
        }
        for (int i = 0; i < source.Length; i++)
            data[Offset(tensorIndex + i)] = source[i];
    }

    /// <summary>The elements in row-major order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Lets go of the tensor, which stays undisposed.</summary>
    public void Dispose() => tensor = null;

    private T At(long place) => data[Offset(place)];

    private long Offset(long place)
    {
        if ((ulong)place >= (ulong)Count)
            throw new IndexOutOfRangeException($"element {place} of {Count}");
        ObjectDisposedException.ThrowIf(tensor is null, this);
        if (contiguous)
            return place;
        long offset = 0;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            place = Math.DivRem(place, shape[i], out long index);
            offset += index * strides[i];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
            return Offset(indices[0]);
        ObjectDisposedException.ThrowIf(tensor is null, this);
        if (indices.Length != shape.Length)
            throw new IndexOutOfRangeException($"{indices.Length} indices for {shape.Length} dimensions");
        long offset = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)shape[i])
                throw new IndexOutOfRangeException($"{indices[i]} >= {shape[i]} in dimension {i}.");
            offset += indices[i] * strides[i];
        }
        return offset;
    }
}
