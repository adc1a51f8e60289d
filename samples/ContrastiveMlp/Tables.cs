using KdGen.Data;

namespace ContrastiveMlp;

/// <summary>The rows of a run, as the models take them: what the student sees, zeros up to <see cref="RowShape.Seen"/>, the other columns, zeros up to <see cref="RowShape.Width"/>.</summary>
/// <param name="Train">What models learn from.</param>
/// <param name="Validation">What decides about rates and settings.</param>
/// <param name="Test">What the results are measured on.</param>
/// <param name="Description">What they are, in a line.</param>
internal sealed record Tables(TableDataset Train, TableDataset Validation, TableDataset Test, string Description)
{
    private const int DrawnTraining = 2_000, DrawnValidation = 2_000, DrawnTest = 10_000;

    /// <summary>Rows that the sample draws.</summary>
    public static Tables Drawn()
    {
        static TableDataset Draw(int count, long seed) => Lay(SyntheticTable.Create(count, seed), SyntheticTable.SeenColumns);
        return new Tables(Draw(DrawnTraining, 1), Draw(DrawnValidation, 2), Draw(DrawnTest, 3),
            $"{DrawnTraining:N0} training, {DrawnValidation:N0} validation and {DrawnTest:N0} test rows drawn by the sample (--csv FILE takes a table); the teacher sees {SyntheticTable.ColumnCount} columns, the student {SyntheticTable.SeenColumns}");
    }

    /// <summary>A table from a file, parted by the seed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">The column with the classes.</param>
    /// <param name="seen">The columns that the student sees; none for the first half.</param>
    /// <param name="ignore">Columns that nobody sees.</param>
    /// <param name="seed">Of the parts.</param>
    /// <exception cref="InvalidDataException">It is no table for these models; the message names the file.</exception>
    public static Tables Read(string path, string label, IReadOnlyCollection<string> seen, IReadOnlyCollection<string> ignore, long seed)
    {
        CsvTable table = CsvTable.Read(path, label, ignore);
        if (table.ClassNames.Count != 2)
            throw new InvalidDataException($"{path}: column '{label}' has {table.ClassNames.Count} classes, the models tell two apart");
        string[] columns = [.. table.Columns.Select(column => column.Name)];
        if (seen.FirstOrDefault(name => !columns.Contains(name)) is { } unknown)
            throw new InvalidDataException($"{path} has no column '{unknown}' for the student to see");
        string[] students = seen.Count > 0 ? [.. seen.Distinct()] : columns[..((columns.Length + 1) / 2)];
        string[] order = [.. students, .. columns.Except(students)];
        int width = table.Columns.Sum(column => column.Width), seenWidth = table.Columns.Where(column => students.Contains(column.Name)).Sum(column => column.Width);
        if (seenWidth > RowShape.Seen)
            throw new InvalidDataException($"{path}: the student's columns are {seenWidth} numbers, it takes {RowShape.Seen}: name fewer by --seen, or raise RowShape.Seen in Models.cs");
        if (RowShape.Seen + width - seenWidth > RowShape.Width)
            throw new InvalidDataException($"{path}: the other columns are {width - seenWidth} numbers, the models have {RowShape.Width - RowShape.Seen} places for them: leave some out by --ignore, or raise RowShape.Width in Models.cs");

        (int[] train, int[] validation, int[] test) = table.Split(seed);
        TableEncoding encoding = TableEncoding.Fit(table, train, order);
        TableDataset Encode(int[] rows) => Lay(encoding.Encode(rows), seenWidth);
        return new Tables(Encode(train), Encode(validation), Encode(test),
            $"{train.Length:N0} training, {validation.Length:N0} validation and {test.Length:N0} test rows of {path}; '{table.ClassNames[1]}' is positive; the student sees {string.Join(", ", students)}");
    }

    private static TableDataset Lay(TableDataset table, int seen)
    {
        int given = table.Columns.Count;
        var values = new float[table.Count * RowShape.Width];
        for (int row = 0; row < table.Count; row++)
        {
            ReadOnlySpan<float> source = table.Values.Slice(row * given, given);
            Span<float> target = values.AsSpan(row * RowShape.Width, RowShape.Width);
            source[..seen].CopyTo(target);
            source[seen..].CopyTo(target[RowShape.Seen..]);
        }

        return new TableDataset(values, table.Labels.ToArray(), [.. Enumerable.Range(1, RowShape.Width).Select(place => $"{place}")], table.ClassNames);
    }
}
