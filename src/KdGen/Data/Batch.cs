using static TorchSharp.torch;

namespace KdGen.Data;

/// <summary>Some samples of a dataset. Owns its tensors; dispose it when the step is done.</summary>
public sealed class Batch : IDisposable
{
    private Tensor? index;

    /// <summary>A batch of <paramref name="x"/> [B, ...] and <paramref name="y"/> [B] int64, which it owns from now on.</summary>
    /// <exception cref="ArgumentException">X and Y hold different numbers of samples, or Y is not a vector of int64.</exception>
    public Batch(Tensor x, Tensor y)
    {
        long[] samples = x.shape, labels = y.shape;
        if (samples.Length == 0 || labels.Length != 1 || samples[0] != labels[0] || y.dtype != ScalarType.Int64)
            throw new ArgumentException(
                $"a batch needs X [B, ...] and Y [B] int64, not X [{string.Join(", ", samples)}] and Y [{string.Join(", ", labels)}] {y.dtype}");
        X = x;
        Y = y;
        Size = checked((int)samples[0]);
    }

    /// <summary>The inputs, [B, C, H, W] float32 for images.</summary>
    public Tensor X { get; }

    /// <summary>The labels, [B] int64, each from 0 to one less than the number of classes.</summary>
    public Tensor Y { get; }

    /// <summary>The samples' places in the dataset, [B] int64: what a loss that remembers samples knows them by. In the machine's memory wherever the batch is, so that reading it waits for no device.</summary>
    /// <exception cref="InvalidOperationException">The batch comes from the dataset itself; a <see cref="BatchLoader"/> notes the places.</exception>
    public Tensor Index => index ?? throw new InvalidOperationException("this batch was gathered by hand and knows no places: take batches from a BatchLoader, or pass the places yourself");

    /// <summary>B, the number of samples.</summary>
    public int Size { get; }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
        index?.Dispose();
    }

    /// <summary>Notes where the samples come from.</summary>
    /// <exception cref="InvalidDataException">There are more samples or fewer: the dataset gave others than it was asked for.</exception>
    internal void SetIndex(ReadOnlySpan<int> places)
    {
        if (places.Length != Size)
            throw new InvalidDataException($"the dataset gave {Size} samples where {places.Length} were asked for: Gather gives one for each index");
        var values = new long[places.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = places[i];
        index?.Dispose();
        index = tensor(values).DetachFromDisposeScope();
    }

    /// <summary>The same samples in other tensors, which the result owns; this batch is still to be disposed.</summary>
    internal Batch With(Tensor x, Tensor y) => new(x, y) { index = index?.alias().DetachFromDisposeScope() };
}
