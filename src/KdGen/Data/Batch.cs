using static TorchSharp.torch;

namespace KdGen.Data;

/// <summary>Some samples of a dataset. Owns its two tensors; dispose it when the step is done.</summary>
public sealed class Batch : IDisposable
{
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

    /// <summary>B, the number of samples.</summary>
    public int Size { get; }

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
    }
}
