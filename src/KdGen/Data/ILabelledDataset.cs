namespace KdGen.Data;

/// <summary>A dataset that can name the label of every sample without reading the samples. Who needs all labels goes through any other dataset once.</summary>
public interface ILabelledDataset : IDataset
{
    /// <summary>[N], in the dataset's order.</summary>
    ReadOnlySpan<int> Labels { get; }
}
