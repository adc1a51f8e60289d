using System.Text;
using KdGen.Weights.Formats;

namespace KdGen.Data;

/// <summary>
/// Reads comma-separated values (RFC 4180) row by row: fields in quotes may hold separators, line ends and doubled quotes. Fields without quotes are trimmed, empty lines are skipped. What a broken or
/// forged file can cost is bounded by <see cref="LongestField"/> and <see cref="MostFields"/>.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    /// <summary>Characters of a field.</summary>
    public const int LongestField = 1 << 16;

    /// <summary>Fields of a row.</summary>
    public const int MostFields = 1 << 14;

    private readonly string path;
    private readonly char separator;
    private readonly StreamReader file;
    private readonly char[] buffer = new char[1 << 15];
    private readonly StringBuilder field = new();
    private readonly List<string> fields = [];
    private int length, position;
    private long line = 1;

    /// <summary>Opens a file in UTF-8, with or without its mark, or in UTF-16 with it.</summary>
    /// <exception cref="InvalidDataException">It is a folder, empty or a pipe.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public CsvReader(string path, char separator)
    {
        this.path = path;
        this.separator = separator;
        file = new StreamReader(new FileStream(RegularFile.Open(path, "table"), FileAccess.Read), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
    }

    /// <summary>The fields of the row that <see cref="Read"/> has read; the same list each time.</summary>
    public IReadOnlyList<string> Fields => fields;

    /// <summary>The line that the row begins in, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next row; false at the end.</summary>
    /// <exception cref="InvalidDataException">It is no text or no table; the message names the file, the line and the field.</exception>
    public bool Read()
    {
        do
        {
            fields.Clear();
            Line = line;
            if (Peek() < 0)
                return false;
            while (ReadField())
            {
            }
        }
        while (fields is [""]);
        return true;
    }

    /// <summary>What is wrong, with where: "people.csv, line 3, field 5: ...".</summary>
    public InvalidDataException Problem(string what) => new($"{path}, line {Line}, field {fields.Count + 1}: {what}");

    public void Dispose() => file.Dispose();

    /// <summary>Reads a field and what ends it; false where that ends the row.</summary>
    private bool ReadField()
    {
        if (fields.Count == MostFields)
            throw Problem($"a row has at most {MostFields:N0} fields; is '{separator}' what separates them?");
        field.Clear();
        bool quoted = Peek() == '"';
        if (quoted)
            ReadQuoted();
        int end = Peek();
        while (end >= 0 && end != separator && end is not ('\r' or '\n'))
        {
            if (quoted && end is not (' ' or '\t'))
                throw Problem($"'{(char)end}' stands behind the closing quote: quotes inside a field are doubled");
            if (!quoted)
                Append((char)end);
            position++;
            end = Peek();
        }

        fields.Add(quoted ? field.ToString() : field.ToString().Trim());
        if (end < 0)
            return false;
        position++;
        if (end == separator)
            return true;
        if (end == '\r' && Peek() == '\n')
            position++;
        line++;
        return false;
    }

    private void ReadQuoted()
    {
        position++;
        while (true)
        {
            int next = Peek();
            if (next < 0)
                throw Problem("the file ends inside of quotes");
            position++;
            if (next == '"')
            {
                if (Peek() != '"')
                    return;
                position++;
            }
            else if (next == '\n')
            {
                line++;
            }

            Append((char)next);
        }
    }

    private void Append(char character)
    {
        if (character == '\0')
            throw Problem("a character of code 0: this is no text file");
        if (field.Length == LongestField)
            throw Problem($"a field is longer than {LongestField:N0} characters; is a quote missing?");
        field.Append(character);
    }

    /// <summary>The next character, or -1 at the end.</summary>
    private int Peek()
    {
        if (position == length)
        {
            try
            {
                length = file.Read(buffer, 0, buffer.Length);
            }
            catch (DecoderFallbackException)
            {
                throw new InvalidDataException($"{path} is not in UTF-8, at or behind line {line}: save it as UTF-8");
            }

            position = 0;
        }

        return position < length ? buffer[position] : -1;
    }
}
