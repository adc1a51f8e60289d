using KdGen.Data;
using TorchSharp;

namespace KdGen.Tests.Data;

public sealed class BatchLoaderTests
{
    private static int[] Labels(Batch batch)
    {
        using (batch)
            return [.. batch.Y.data<long>().ToArray().Select(label => (int)label)];
    }

    private static void AssertNothingLeft(CountingDataset dataset)
    {
        Thread thread = Assert.Single(dataset.Threads.Keys);
        Assert.NotSame(Thread.CurrentThread, thread);
        Assert.False(thread.IsAlive);
        Assert.All(dataset.Gathered, batch => Assert.True(batch.X.IsInvalid && batch.Y.IsInvalid));
    }

    [Fact]
    public void InOrder_GivesEverySampleOnceAndASmallLastBatch()
    {
        var dataset = new CountingDataset(10);
        var loader = new BatchLoader(dataset, 4);

        int[][] batches = [.. loader.InOrder().Select(Labels)];

        Assert.Equal(3, loader.BatchCount);
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], batches);
        AssertNothingLeft(dataset);
    }

    /// <summary>Samples would be known by the places of others.</summary>
    [Fact]
    public void DatasetThatGivesOtherSamplesThanAskedFor_IsNamed()
    {
        Batch? given = null;
        var dataset = new GivenDataset(10, _ => given = new Batch(torch.zeros(3), torch.zeros([3], torch.ScalarType.Int64)));
        const string Message = "the dataset gave 3 samples where 4 were asked for: Gather gives one for each index";
        Assert.Equal(Message, Assert.Throws<InvalidDataException>(() => new BatchLoader(dataset, 4).InOrder().ToList()).Message);
        Assert.True(given!.X.IsInvalid);
    }

    private sealed class GivenDataset(int count, Func<int, Batch> gather) : IDataset
    {
        public int Count => count;

        public int? ClassCount => null;

        public Batch Gather(ReadOnlySpan<int> indices) => gather(indices.Length);
    }

    // BatchNorm has no variance over one sample.
    [Theory]
    [InlineData(9, 4, 2)]
    [InlineData(5, 4, 1)]
    [InlineData(1, 4, 1)]
    [InlineData(3, 1, 3)]
    public void SingleSampleLeft_JoinsTheBatchBeforeIt(int count, int batchSize, int batches)
    {
        var loader = new BatchLoader(new CountingDataset(count), batchSize);
        int[] sizes = [.. loader.Shuffled(1, 1).Select(batch => Labels(batch).Length)];
        Assert.Equal(batches, loader.BatchCount);
        Assert.Equal(batches, sizes.Length);
        Assert.Equal(count, sizes.Sum());
        Assert.True(batchSize == 1 || count == 1 || sizes.Min() > 1);
    }

    [Fact]
    public void Shuffled_FollowsTheEpochsOrder()
    {
        var loader = new BatchLoader(new CountingDataset(100), 7);

        Assert.Equal(EpochOrder.Shuffled(100, 3, 1), loader.Shuffled(3, 1).SelectMany(Labels));
        Assert.Equal(EpochOrder.Shuffled(100, 3, 2), loader.Shuffled(3, 2).SelectMany(Labels));
    }

    // Sample i of this dataset is labelled i.
    [Fact]
    public void Index_NamesTheSamples()
    {
        var dataset = new CountingDataset(9);
        foreach (Batch batch in new BatchLoader(dataset, 4).Shuffled(3, 1))
        {
            using (batch)
            {
                Assert.Equal(TorchSharp.torch.ScalarType.Int64, batch.Index.dtype);
                Assert.Equal(batch.Y.data<long>().ToArray(), batch.Index.data<long>().ToArray());
            }
            Assert.True(batch.Index.IsInvalid);
        }
        using Batch gathered = dataset.Gather([1, 2]);
        Assert.Throws<InvalidOperationException>(() => gathered.Index);
    }

    [Fact]
    public void EmptyDataset_GivesNoBatch() => Assert.Empty(new BatchLoader(new CountingDataset(0), 4).InOrder());

    [Fact]
    public void EarlyBreak_EndsTheThreadAndFreesWhatWasAhead()
    {
        var dataset = new CountingDataset(1_000_000);
        foreach (Batch batch in new BatchLoader(dataset, 10).InOrder())
        {
            batch.Dispose();
            break;
        }
        AssertNothingLeft(dataset);
        Assert.InRange(dataset.Gathered.Count, 1, 10);
    }

    [Fact]
    public void NeverBegun_StartsNoThread()
    {
        var dataset = new CountingDataset(10);
        _ = new BatchLoader(dataset, 10).InOrder();
        Assert.Empty(dataset.Threads);
    }

    [Fact]
    public void Cancellation_EndsTheEnumerationAndTheThread()
    {
        var dataset = new CountingDataset(1_000_000);
        using var cancel = new CancellationTokenSource();
        int taken = 0;
        var thrown = Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Batch batch in new BatchLoader(dataset, 10).InOrder(cancel.Token))
            {
                batch.Dispose();
                if (++taken == 5)
                    cancel.Cancel();
            }
        });
        Assert.Equal(cancel.Token, thrown.CancellationToken);
        Assert.Equal(5, taken);
        AssertNothingLeft(dataset);
    }

    [Fact]
    public void CancelledBefore_GivesNothing()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new BatchLoader(new CountingDataset(10), 10).InOrder(cancel.Token).Count());
    }

    [Fact]
    public void ExceptionOfGather_ReachesTheConsumerAfterTheBatchesBeforeIt()
    {
        var dataset = new CountingDataset(100, failsAtCall: 3);
        int taken = 0;
        var thrown = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch batch in new BatchLoader(dataset, 10).InOrder())
            {
                batch.Dispose();
                taken++;
            }
        });
        Assert.Equal("call 3 fails", thrown.Message);
        Assert.Contains(nameof(CountingDataset.Gather), thrown.StackTrace);
        Assert.Equal(2, taken);
        AssertNothingLeft(dataset);
    }

    [Fact]
    public void BatchSize_BelowOne_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(new CountingDataset(10), 0));
}
