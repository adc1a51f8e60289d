namespace KdGen.Kernels;

/// <summary>What is the same for all rows of a batch.</summary>
/// <param name="Size">The number of rows.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="Rows">What sums over the rows are divided by for their mean.</param>
/// <param name="CountedRows">The same for sums over the rows that have a label.</param>
public readonly record struct RowBatch(long Size, int Classes, double Rows, double CountedRows);
