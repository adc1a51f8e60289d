using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace KdGen.Data;

/// <summary>
/// Hands out a dataset batch by batch. Batches are gathered on one background thread, a few ahead of the step that uses them, so that the
/// step does not wait for them.
/// </summary>
/// <remarks>
/// Tensors of the background thread belong to no dispose scope (scopes are per thread): whoever enumerates disposes each batch after use.
/// Leaving the enumeration early, cancelling it or an exception ends the thread and frees what it had gathered; that waits for the batch in
/// the making, no longer.
/// </remarks>
public sealed class BatchLoader
{
    // Enough to ride out an uneven step; more would only hold memory.
    private const int Ahead = 3;

    private readonly IDataset dataset;
    private readonly int batchSize;

    /// <summary>
    /// Batches of <paramref name="batchSize"/> samples; an epoch's last one is smaller where the count does not divide, and one larger where a
    /// single sample would be left: BatchNorm has no variance over one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public BatchLoader(IDataset dataset, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        this.dataset = dataset;
        this.batchSize = batchSize;
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int BatchCount => (int)(((long)dataset.Count + batchSize - 1) / batchSize) - (LeavesOne ? 1 : 0);

    /// <summary>Every sample once, in the order that <see cref="EpochOrder.Shuffled"/> gives for this seed and epoch.</summary>
    /// <exception cref="OperationCanceledException">Thrown while enumerating, once <paramref name="cancellationToken"/> is cancelled.</exception>
    public IEnumerable<Batch> Shuffled(long seed, int epoch, CancellationToken cancellationToken = default) =>
        Gather(EpochOrder.Shuffled(dataset.Count, seed, epoch), cancellationToken);

    /// <summary>Every sample once, in the dataset's order.</summary>
    /// <exception cref="OperationCanceledException">Thrown while enumerating, once <paramref name="cancellationToken"/> is cancelled.</exception>
    public IEnumerable<Batch> InOrder(CancellationToken cancellationToken = default) =>
        Gather(EpochOrder.Sequential(dataset.Count), cancellationToken);

    private bool LeavesOne => batchSize > 1 && dataset.Count > batchSize && dataset.Count % batchSize == 1;

    private IEnumerable<Batch> Gather(int[] order, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ready = new BlockingCollection<Batch>(Ahead);
        ExceptionDispatchInfo? failure = null;
        var worker = new Thread(Work) { IsBackground = true, Name = "KdGen batches" };
        worker.Start();
        try
        {
            foreach (Batch batch in ready.GetConsumingEnumerable(cancellationToken))
                yield return batch;
            failure?.Throw();
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            stop.Cancel();
            worker.Join();
            while (ready.TryTake(out Batch? unused))
                unused.Dispose();
        }

        void Work()
        {
            Batch? batch = null;
            try
            {
                int batches = BatchCount;
                for (int i = 0; i < batches && !stop.IsCancellationRequested; i++)
                {
                    int start = i * batchSize;
                    ReadOnlySpan<int> places = i == batches - 1 ? order.AsSpan(start) : order.AsSpan(start, batchSize);
                    batch = dataset.Gather(places);
                    batch.SetIndex(places);
                    ready.Add(batch, stop.Token);
                    batch = null;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Nobody takes this batch any more.
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                batch?.Dispose();
                ready.CompleteAdding();
            }
        }
    }
}
