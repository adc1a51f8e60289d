namespace KdGen.Data;

/// <summary>Labelled samples that can be gathered in any order.</summary>
public interface IDataset
{
    /// <summary>The number of samples.</summary>
    int Count { get; }

    /// <summary>The number of classes, so labels run from 0 to one less; null if the dataset cannot say.</summary>
    int? ClassCount { get; }

    /// <summary>The samples at <paramref name="indices"/>, in that order, as CPU tensors in a batch that the caller disposes.</summary>
    /// <remarks>
    /// A training run calls this from a background thread, one call at a time per loader; several loaders may read one dataset at once.
    /// What it throws reaches the training loop with its original stack.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below <see cref="Count"/>.</exception>
    Batch Gather(ReadOnlySpan<int> indices);
}
