using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Data;

/// <summary>Rows of numbers in memory, with a class each.</summary>
public sealed class TableDataset : ILabelledDataset
{
    private readonly float[] values;
    private readonly int[] labels;

    /// <summary>Rows as they are given; the arrays are not copied.</summary>
    /// <param name="values">[N, F], row by row.</param>
    /// <param name="labels">[N], each from 0 to one less than the number of classes.</param>
    /// <param name="columns">[F], the columns' names.</param>
    /// <param name="classNames">One name a class.</param>
    /// <exception cref="ArgumentException">Sizes do not fit each other, or a label is outside the classes; the message names the first.</exception>
    public TableDataset(float[] values, int[] labels, IReadOnlyList<string> columns, IReadOnlyList<string> classNames)
    {
        if (columns.Count == 0)
            throw new ArgumentException("a table has at least one column beside the label");
        if (values.Length != (long)labels.Length * columns.Count)
            throw new ArgumentException($"{labels.Length} labels of {columns.Count} columns need {(long)labels.Length * columns.Count} values, not {values.Length}");
        int outside = labels.AsSpan().IndexOfAnyExceptInRange(0, classNames.Count - 1);
        if (outside >= 0)
            throw new ArgumentException($"row {outside} has label {labels[outside]}, but there are {classNames.Count} classes: labels run from 0 to {classNames.Count - 1}");
        this.values = values;
        this.labels = labels;
        Columns = [.. columns];
        ClassNames = [.. classNames];
    }

    /// <inheritdoc/>
    public int Count => labels.Length;

    /// <inheritdoc/>
    public int? ClassCount => ClassNames.Count;

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The classes' names, in the order of the labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>[N, F], as given.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>X [B, F] float32 and Y [B] int64.</summary>
    /// <inheritdoc/>
    public Batch Gather(ReadOnlySpan<int> indices)
    {
        int width = Columns.Count;
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"the dataset has {Count} rows");
        }

        Tensor? x = null, y = null;
        try
        {
            x = torch.empty([indices.Length, width], dtype: ScalarType.Float32);
            y = torch.empty([indices.Length], dtype: ScalarType.Int64);
            Span<float> rows = MemoryMarshal.Cast<byte, float>(x.bytes);
            Span<long> classes = MemoryMarshal.Cast<byte, long>(y.bytes);
            for (int i = 0; i < indices.Length; i++)
            {
                values.AsSpan(indices[i] * width, width).CopyTo(rows[(i * width)..]);
                classes[i] = labels[indices[i]];
            }

            return new Batch(x, y);
        }
        catch
        {
            x?.Dispose();
            y?.Dispose();
            throw;
        }
    }
}
