namespace KdGen.Data;

/// <summary>A column of a <see cref="CsvTable"/>: numbers, or one of some texts in each row.</summary>
public sealed class TableColumn
{
    private readonly double[] values;

    internal TableColumn(string name, IReadOnlyList<string> categories, double[] values)
    {
        Name = name;
        Categories = categories;
        this.values = values;
    }

    /// <summary>What the header calls it.</summary>
    public string Name { get; }

    /// <summary>The texts that it holds, in ordinal order; none for a column of numbers.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>It holds numbers.</summary>
    public bool IsNumeric => Categories.Count == 0;

    /// <summary>The columns that it is encoded as: one for numbers, one for each category.</summary>
    public int Width => IsNumeric ? 1 : Categories.Count;

    /// <summary>Of each row the number, or the index of its category; NaN where the value is missing.</summary>
    public ReadOnlySpan<double> Values => values;
}
