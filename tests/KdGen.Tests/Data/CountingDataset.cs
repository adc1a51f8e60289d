using System.Collections.Concurrent;
using KdGen.Data;
using TorchSharp;

namespace KdGen.Tests.Data;

/// <summary>Sample i is the number i. Remembers what it gathered and on which threads, and throws where told to.</summary>
internal sealed class CountingDataset(int count, int failsAtCall = int.MaxValue) : IDataset
{
    private int calls;

    public ConcurrentQueue<Batch> Gathered { get; } = [];

    public ConcurrentDictionary<Thread, bool> Threads { get; } = [];

    public int Count => count;

    public int? ClassCount => null;

    public Batch Gather(ReadOnlySpan<int> indices)
    {
        Threads[Thread.CurrentThread] = true;
        if (++calls == failsAtCall)
            throw new InvalidDataException($"call {calls} fails");
        var batch = new Batch(torch.tensor(indices.ToArray(), dtype: torch.ScalarType.Float32), torch.tensor(indices.ToArray(), dtype: torch.ScalarType.Int64));
        Gathered.Enqueue(batch);
        return batch;
    }
}
