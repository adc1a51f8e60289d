using KdGen.Data;
using TorchSharp;

namespace KdGen.Tests.Training;

/// <summary>Samples that are known by their labels: the label is the one number of a sample, and it must not be read for that.</summary>
internal sealed class LabelledDataset(int[] labels) : ILabelledDataset
{
    public int Count => labels.Length;

    public int? ClassCount => null;

    public ReadOnlySpan<int> Labels => labels;

    public Batch Gather(ReadOnlySpan<int> indices) => throw new InvalidOperationException("the labels are there, no sample need be read");
}
