using static TorchSharp.torch;

namespace KdGen.Data;

/// <summary>The labels of a whole dataset.</summary>
internal static class DatasetLabels
{
    // A call costs little beside so many samples, and these take little memory.
    private const int BatchSize = 256;

    /// <summary>[N], in the dataset's order: at once where it can name them, else by reading all its samples once, batch by batch.</summary>
    public static int[] Of(IDataset dataset)
    {
        if (dataset is ILabelledDataset labelled)
            return labelled.Labels.ToArray();

        int[] order = EpochOrder.Sequential(dataset.Count);
        var labels = new int[order.Length];
        for (int start = 0; start < order.Length; start += BatchSize)
        {
            ReadOnlySpan<int> places = order.AsSpan(start, Math.Min(BatchSize, order.Length - start));
            using Batch batch = dataset.Gather(places);
            batch.SetIndex(places);
            using Tensor local = batch.Y.cpu();
            long[] read = local.data<long>().ToArray();
            for (int i = 0; i < read.Length; i++)
                labels[start + i] = checked((int)read[i]);
        }
        return labels;
    }
}
