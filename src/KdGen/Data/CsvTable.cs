using System.Globalization;
using KdGen.Weights.Formats;

namespace KdGen.Data;

/// <summary>
/// A table from a CSV file with a header: columns of numbers and of categories, and one column with the class of each row. Empty fields, "NA", "NaN", "null" and "?" are missing values; a column is numeric
/// if all its other values are numbers.
/// </summary>
/// <remarks>The file is read twice, so that nothing but its values is held: eight bytes a cell. <see cref="TableEncoding"/> makes datasets of it.</remarks>
public sealed class CsvTable
{
    /// <summary>The most categories of a column: each becomes a number of a row.</summary>
    public const int MostCategories = 256;

    /// <summary>The most classes.</summary>
    public const int MostClasses = 1 << 16;

    private readonly int[] labels;

    private CsvTable(string path, string label, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> classNames, int[] labels)
    {
        Path = path;
        Label = label;
        Columns = columns;
        ClassNames = classNames;
        this.labels = labels;
    }

    /// <summary>The file, as it was named.</summary>
    internal string Path { get; }

    /// <summary>The column with the classes.</summary>
    internal string Label { get; }

    /// <summary>The number of rows.</summary>
    public int Count => labels.Length;

    /// <summary>The columns in the file's order, without the label's and those left out.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The classes: the label's values, by size if all are numbers, else in ordinal order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of each row.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>Reads a file.</summary>
    /// <param name="path">UTF-8, with a header.</param>
    /// <param name="label">The column with the classes.</param>
    /// <param name="ignore">Columns that are left out: row numbers, names.</param>
    /// <param name="separator">Between the fields.</param>
    /// <exception cref="ArgumentException">The label's column is among those left out.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such table; the message names the file, the line and the column.</exception>
    public static CsvTable Read(string path, string label, IReadOnlyCollection<string>? ignore = null, char separator = ',')
    {
        string[] header = ReadHeader(path, separator);
        int labelAt = Find(path, separator, header, label);
        int[] ignored = [.. (ignore ?? []).Select(name => Find(path, separator, header, name))];
        if (ignored.Contains(labelAt))
            throw new ArgumentException($"'{label}' is the label's column: it cannot be left out");
        ColumnKind[] kinds = [.. header.Select((name, i) => new ColumnKind(name, IsText: i == labelAt))];
        int[] used = [.. Enumerable.Range(0, header.Length).Except(ignored)];

        if (used.Length < 2)
            throw new InvalidDataException($"{path} has no column left beside the label {ByteSource.Quote(label)}");

        int rows = Pass(path, separator, header.Length, (reader, _) =>
        {
            foreach (int i in used)
                kinds[i].Note(path, reader.Line, reader.Fields[i]);
            if (IsMissing(reader.Fields[labelAt]))
                throw At(path, reader.Line, label, "the label is missing");
        });
        if (rows == 0)
            throw new InvalidDataException($"{path} has a header and no rows");
        foreach (int i in used)
            kinds[i].Close(path);
        if (kinds[labelAt].Texts.Length < 2)
            throw new InvalidDataException($"{path}: column {ByteSource.Quote(label)} is {ByteSource.Quote(kinds[labelAt].Texts[0])} in every row: a label has at least two classes");

        var labels = new int[rows];
        double[][] values = [.. Enumerable.Range(0, header.Length).Select(i => i != labelAt && used.Contains(i) ? new double[rows] : [])];
        int again = Pass(path, separator, header.Length, (reader, row) =>
        {
            if (row >= rows)
                return;
            foreach (int i in used)
            {
                double value = kinds[i].Value(path, reader.Line, reader.Fields[i]);
                if (i == labelAt)
                    labels[row] = (int)value;
                else
                    values[i][row] = value;
            }
        });
        if (again != rows)
            throw new InvalidDataException($"{path} changed while it was read: {rows:N0} rows first, then {again:N0}");
        return new CsvTable(path, label, [.. used.Where(i => i != labelAt).Select(i => new TableColumn(header[i], kinds[i].IsNumeric ? [] : kinds[i].Texts, values[i]))], kinds[labelAt].Texts, labels);
    }

    /// <summary>Parts the rows by chance into three sets.</summary>
    /// <param name="seed">Which parts.</param>
    /// <param name="validation">The share of the second.</param>
    /// <param name="test">The share of the third.</param>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public (int[] Train, int[] Validation, int[] Test) Split(long seed, double validation = 0.15, double test = 0.15)
    {
        int second = (int)Math.Round(Count * validation), third = (int)Math.Round(Count * test), first = Count - second - third;
        if (first < 1 || second < 1 || third < 1)
            throw new ArgumentException($"{Count:N0} rows cannot be parted into {1 - validation - test:P0} for training, {validation:P0} for validation and {test:P0} for the test: a part would be empty");
        int[] order = EpochOrder.Shuffled(Count, seed, epoch: 0);
        return (order[..first], order[first..(first + second)], order[(first + second)..]);
    }

    internal static InvalidDataException At(string path, long line, string column, string what) => new($"{path}, line {line}, column {ByteSource.Quote(column)}: {what}");

    internal static bool IsMissing(string field) => field is "" or "?" or "NA" or "N/A" or "NaN" or "nan" or "null" or "NULL";

    private static string[] ReadHeader(string path, char separator)
    {
        using var reader = new CsvReader(path, separator);
        if (!reader.Read())
            throw new InvalidDataException($"{path} is empty: a table begins with a header");
        string[] header = [.. reader.Fields.Select((name, i) => name.Length == 0 ? $"column {i + 1}" : name)];
        if (header.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"{path}, line {reader.Line}: two columns are called {ByteSource.Quote(twice.Key)}");
        return header;
    }

    private static int Find(string path, char separator, string[] header, string name)
    {
        int found = Array.IndexOf(header, name);
        if (found >= 0)
            return found;
        string others = string.Join(", ", header.Take(10).Select(ByteSource.Quote));
        throw new InvalidDataException($"{path} has no column {ByteSource.Quote(name)}: it has {others}{(header.Length > 10 ? $" and {header.Length - 10} more" : header.Length == 1 ? $"; is '{separator}' what separates them?" : "")}");
    }

    /// <summary>Goes through the rows behind the header and returns how many there are.</summary>
    private static int Pass(string path, char separator, int columns, Action<CsvReader, int> row)
    {
        using var reader = new CsvReader(path, separator);
        reader.Read();
        int count = 0;
        for (; reader.Read(); count++)
        {
            if (reader.Fields.Count != columns)
                throw new InvalidDataException($"{path}, line {reader.Line}: {reader.Fields.Count} fields, but the header has {columns}");
            if (count == Array.MaxLength)
                throw new InvalidDataException($"{path}, line {reader.Line}: more than {Array.MaxLength:N0} rows do not fit in memory");
            row(reader, count);
        }

        return count;
    }

    /// <summary>What a column turns out to hold.</summary>
    private sealed class ColumnKind(string name, bool IsText)
    {
        private readonly int most = IsText ? MostClasses : MostCategories;
        private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
        private (long Line, string Text)? firstText;

        public bool IsNumeric { get; private set; } = !IsText;

        /// <summary>The categories in order, once the column is closed.</summary>
        public string[] Texts { get; private set; } = [];

        /// <summary>Takes a value into account.</summary>
        public void Note(string path, long line, string field)
        {
            if (IsMissing(field))
                return;
            if (IsNumeric && !IsNumber(field))
            {
                IsNumeric = false;
                firstText = (line, field);
            }

            // Of a column of numbers that many are noted too: a few texts among them make it one of categories, unless there are more values than that.
            if (texts.Count < most)
                texts.TryAdd(field, 0);
            else if (!IsNumeric && !texts.ContainsKey(field))
                throw TooMany(path, line);
        }

        /// <summary>Puts the categories in order.</summary>
        /// <exception cref="InvalidDataException">All of them are numbers, but some written so that they cannot be read as such: meant as numbers, not as categories.</exception>
        public void Close(string path)
        {
            if (IsNumeric)
                return;
            if (firstText is { } first && texts.Keys.All(text => IsNumber(text) || Slip(text) is not null))
                throw At(path, first.Line, name, Slip(first.Text)!);
            Texts = texts.Keys.All(IsNumber)
                ? [.. texts.Keys.OrderBy(text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)).ThenBy(text => text, StringComparer.Ordinal)]
                : [.. texts.Keys.Order(StringComparer.Ordinal)];
            for (int i = 0; i < Texts.Length; i++)
                texts[Texts[i]] = i;
        }

        /// <summary>The number, or the index of the category; NaN for a missing value.</summary>
        public double Value(string path, long line, string field)
        {
            if (IsMissing(field))
                return double.NaN;
            if (!IsNumeric)
                return texts.TryGetValue(field, out int index) ? index : throw At(path, line, name, $"{ByteSource.Quote(field)} was not there at the first reading: the file changed");
            return IsNumber(field) ? double.Parse(field, NumberStyles.Float, CultureInfo.InvariantCulture) : throw At(path, line, name, $"{ByteSource.Quote(field)} was a number at the first reading: the file changed");
        }

        /// <summary>A finite number, also in single precision.</summary>
        private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && float.IsFinite((float)value);

        private InvalidDataException TooMany(string path, long line) => firstText is { } first
            ? At(path, first.Line, name, Slip(first.Text) ?? $"{ByteSource.Quote(first.Text)} is no number, and there are more than {most} different values: mend it, or leave the column out")
            : At(path, line, name, $"more than {most:N0} different values: a label has that many classes at most");

        /// <summary>What is wrong with a text that is a number to its writer; null for one that is none.</summary>
        private static string? Slip(string text)
        {
            bool isInfinity = text.TrimStart('-', '+').Equals("inf", StringComparison.OrdinalIgnoreCase);
            if (isInfinity || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !float.IsFinite((float)value))
                return $"{ByteSource.Quote(text)} is not finite: leave the field empty where the value is missing";
            return text.AsSpan().Count(',') == 1 && double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
                ? $"{ByteSource.Quote(text)} has a comma: write numbers with a point and without grouping"
                : null;
        }
    }
}
