using KdGen.Data;
using TorchSharp;

namespace KdGen.Tests.Training;

/// <summary>Points of the plane in two classes that a line parts: x + y above or below 0.</summary>
internal sealed class VectorDataset : IDataset
{
    private readonly float[] points;
    private readonly long[] labels;

    public VectorDataset(int count, int seed, int? classCount = 2)
    {
        var random = new Random(seed);
        points = new float[2 * count];
        labels = new long[count];
        for (int i = 0; i < count; i++)
        {
            points[2 * i] = random.NextSingle() * 2 - 1;
            points[2 * i + 1] = random.NextSingle() * 2 - 1;
            labels[i] = points[2 * i] + points[2 * i + 1] > 0 ? 1 : 0;
        }
        ClassCount = classCount;
    }

    public int Count => labels.Length;

    public int? ClassCount { get; }

    public Batch Gather(ReadOnlySpan<int> indices)
    {
        var x = new float[indices.Length, 2];
        var y = new long[indices.Length];
        for (int i = 0; i < indices.Length; i++)
            (x[i, 0], x[i, 1], y[i]) = (points[2 * indices[i]], points[2 * indices[i] + 1], labels[indices[i]]);
        return new Batch(torch.tensor(x), torch.tensor(y));
    }
}
