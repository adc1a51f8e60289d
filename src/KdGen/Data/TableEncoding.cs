using System.Globalization;
using KdGen.Weights.Formats;

namespace KdGen.Data;

/// <summary>
/// How a table becomes numbers for a model: columns of numbers are brought to mean 0 and deviation 1 over the training rows, categories become a column each, 1 where the row is of it and 0 elsewhere. A missing
/// number is the mean, a missing category none of them, and so is one that the fitted table does not have.
/// </summary>
public sealed class TableEncoding
{
    private readonly CsvTable fitted;
    private readonly TableColumn[] columns;
    private readonly (double Mean, double Deviation)[] scales;

    private TableEncoding(CsvTable fitted, TableColumn[] columns, (double Mean, double Deviation)[] scales)
    {
        this.fitted = fitted;
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
    /// <exception cref="ArgumentException">There is no row, or no such row or column.</exception>
    public static TableEncoding Fit(CsvTable table, ReadOnlySpan<int> rows, IReadOnlyList<string>? order = null)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("there are no training rows: an encoding is learned from at least one");
        CheckRows(table, rows);
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
    /// <exception cref="ArgumentException">There is no such row, or so many values do not fit in an array.</exception>
    public TableDataset Encode(ReadOnlySpan<int> rows) => Encode(fitted, rows);

    /// <summary>Some rows of another table with the same columns and classes, as a file of test rows is. Columns are found by name, categories and classes by their texts.</summary>
    /// <param name="table">The other table.</param>
    /// <param name="rows">Which of its rows.</param>
    /// <exception cref="InvalidDataException">The other table lacks a column, has texts where there were numbers, or a class that the fitted one does not have; the message names the file.</exception>
    /// <exception cref="ArgumentException">There is no such row, or so many values do not fit in an array.</exception>
    public TableDataset Encode(CsvTable table, ReadOnlySpan<int> rows)
    {
        CheckRows(table, rows);
        Reading[] readings = [.. columns.Select(column => Read(column, table))];
        int[] classes = Classes(table);
        int width = Names.Count;
        if ((long)rows.Length * width > Array.MaxLength)
            throw new ArgumentException($"{rows.Length:N0} rows of {width:N0} columns do not fit in memory: leave out columns of many categories");
        var values = new float[rows.Length * width];
        var labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            labels[i] = classes[table.Labels[rows[i]]];
            Span<float> target = values.AsSpan(i * width, width);
            for (int c = 0; c < columns.Length; c++)
            {
                TableColumn column = columns[c];
                double value = readings[c].Value(rows[i]);
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

        return new TableDataset(values, labels, Names, fitted.ClassNames);
    }

    /// <summary>How the values of a table are read as those of a column that was fitted.</summary>
    private Reading Read(TableColumn column, CsvTable table)
    {
        if (table == fitted)
            return new Reading(column, null);
        TableColumn given = table.Columns.FirstOrDefault(other => other.Name == column.Name)
            ?? throw new InvalidDataException($"{table.Path} has no column {ByteSource.Quote(column.Name)}, which {fitted.Path} has");
        if (column.IsNumeric)
        {
            return given.IsNumeric
                ? new Reading(given, null)
                : throw new InvalidDataException($"{table.Path}: column {ByteSource.Quote(column.Name)} has texts such as {ByteSource.Quote(given.Categories[^1])}, but numbers in {fitted.Path}");
        }

        // Numbers alone, among categories that may be numbers too.
        if (given.IsNumeric)
        {
            var numbers = new Dictionary<double, double>();
            foreach ((int i, string text) in column.Categories.Index())
            {
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
                    numbers.TryAdd(number, i);
            }
            return new Reading(given, number => numbers.GetValueOrDefault(number, double.NaN));
        }

        double[] places = [.. given.Categories.Select(text => column.Categories.Index().Where(known => known.Item == text).Select(known => (double)known.Index).FirstOrDefault(double.NaN))];
        return new Reading(given, category => places[(int)category]);
    }

    /// <summary>The fitted table's class of each class of another.</summary>
    private int[] Classes(CsvTable table)
    {
        if (table == fitted)
            return [.. Enumerable.Range(0, table.ClassNames.Count)];
        Dictionary<string, int> known = fitted.ClassNames.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return [.. table.ClassNames.Select(name => known.TryGetValue(name, out int place)
            ? place
            : throw new InvalidDataException($"{table.Path}: column {ByteSource.Quote(table.Label)} has class {ByteSource.Quote(name)}, which {fitted.Path} does not have"))];
    }

    private static void CheckRows(CsvTable table, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)table.Count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"{table.Path} has {table.Count:N0} rows");
        }
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

    /// <summary>A column of the table that is encoded, and what its values are in the fitted column's; null, what they are.</summary>
    private sealed record Reading(TableColumn Column, Func<double, double>? Translate)
    {
        public double Value(int row) => Column.Values[row] is var value && Translate is not null && !double.IsNaN(value) ? Translate(value) : value;
    }
}
