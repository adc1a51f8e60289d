namespace KdGen.Data;

/// <summary>
/// How a table becomes numbers for a model: columns of numbers are brought to mean 0 and deviation 1 over the training rows, categories become a column each, 1 where the row is of it and 0 elsewhere. A missing
/// number is the mean, a missing category none of them.
/// </summary>
public sealed class TableEncoding
{
    private readonly CsvTable table;
    private readonly TableColumn[] columns;
    private readonly (double Mean, double Deviation)[] scales;

    private TableEncoding(CsvTable table, TableColumn[] columns, (double Mean, double Deviation)[] scales)
    {
        this.table = table;
        this.columns = columns;
        this.scales = scales;
        Names = [.. columns.SelectMany(column => column.IsNumeric ? [column.Name] : column.Categories.Select(category => $"{column.Name}={category}"))];
    }

    /// <summary>The encoded columns: "age", "job=clerk".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Learns means and deviations from some rows. Only these: what is known of other rows must not reach a model.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="order">The columns to encode, in this order; unset, all of them in the table's.</param>
    /// <exception cref="ArgumentException">There is no row, or no such column.</exception>
    public static TableEncoding Fit(CsvTable table, ReadOnlySpan<int> rows, IReadOnlyList<string>? order = null)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("there are no training rows: an encoding is learned from at least one");
        TableColumn[] columns = order is null
            ? [.. table.Columns]
            : [.. order.Select(name => table.Columns.FirstOrDefault(column => column.Name == name) ?? throw new ArgumentException($"the table has no column '{name}'"))];
        var scales = new (double, double)[columns.Length];
        for (int i = 0; i < columns.Length; i++)
            scales[i] = columns[i].IsNumeric ? Scale(columns[i].Values, rows) : (0, 1);
        return new TableEncoding(table, columns, scales);
    }

    /// <summary>Some rows of the table as a dataset.</summary>
    /// <param name="rows">Which.</param>
    /// <exception cref="ArgumentException">So many values do not fit in an array.</exception>
    public TableDataset Encode(ReadOnlySpan<int> rows)
    {
        int width = Names.Count;
        if ((long)rows.Length * width > Array.MaxLength)
            throw new ArgumentException($"{rows.Length:N0} rows of {width:N0} columns do not fit in memory: leave out columns of many categories");
        var values = new float[rows.Length * width];
        var labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            labels[i] = table.Labels[rows[i]];
            Span<float> target = values.AsSpan(i * width, width);
            for (int c = 0; c < columns.Length; c++)
            {
                TableColumn column = columns[c];
                double value = column.Values[rows[i]];
                if (!double.IsNaN(value))
                {
                    if (column.IsNumeric)
                        target[0] = (float)((value - scales[c].Mean) / scales[c].Deviation);
                    else
                        target[(int)value] = 1;
                }

                target = target[column.Width..];
            }
        }

        return new TableDataset(values, labels, Names, table.ClassNames);
    }

    /// <summary>Of the values that are there. A column without any, or with one value throughout, becomes 0.</summary>
    private static (double Mean, double Deviation) Scale(ReadOnlySpan<double> values, ReadOnlySpan<int> rows)
    {
        double mean = 0, squares = 0;
        long count = 0;
        foreach (int row in rows)
        {
            double value = values[row];
            if (double.IsNaN(value))
                continue;

            // Welford: no sum of squares to lose the difference in.
            count++;
            double difference = value - mean;
            mean += difference / count;
            squares += difference * (value - mean);
        }

        double deviation = count == 0 ? 0 : Math.Sqrt(squares / count);
        return (mean, deviation > 0 ? deviation : 1);
    }
}
