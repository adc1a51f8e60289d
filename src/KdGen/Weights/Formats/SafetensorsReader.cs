using System.Buffers.Binary;
using System.Text.Json;

namespace KdGen.Weights.Formats;

/// <summary>
/// The header of a safetensors file (https://huggingface.co/docs/safetensors): 8 bytes of length, JSON, then the values. Every rule of the format
/// is checked: the tensors cover the data without hole or overlap and each is as long as its shape says.
/// </summary>
internal static class SafetensorsReader
{
    /// <summary>The key that is no tensor's.</summary>
    public const string MetadataKey = "__metadata__";

    // The limit of the reference implementation.
    private const long MaxHeaderBytes = 100_000_000;

    private const int MaxDepth = 16;

    // Two objects, an array of strides' head and the places in the lists and in the sort.
    private const int BytesPerEntry = 400;

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">A rule is broken; the message names the tensor and the rule.</exception>
    public static CheckpointHeader Read(ByteSource source)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        source.Read(0, prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderBytes)
            throw source.Fail($"states a header of {length} bytes; a safetensors file can have {MaxHeaderBytes}");
        if ((long)length > source.Length - prefix.Length)
            throw source.Fail($"states a header of {length} bytes, but only {ByteSource.Text(source.Length - prefix.Length)} follow: it is cut off or damaged");

        var budget = new MemoryBudget(source);
        budget.Charge((long)length);
        var json = new byte[length];
        source.Read(prefix.Length, json);
        List<Entry> entries = [];
        var metadata = new Dictionary<string, string>();
        try
        {
            Parse(source, json, budget, entries, metadata);
        }
        catch (JsonException e)
        {
            throw source.Fail($"its header is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
        return new CheckpointHeader(Place(source, entries, prefix.Length + (long)length), metadata, BigEndian: false);
    }

    private static void Parse(ByteSource source, byte[] json, MemoryBudget budget, List<Entry> entries, Dictionary<string, string> metadata)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw source.Fail("its header is no JSON object");
        var names = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Text(source, ref reader, budget);
            if (!names.Add(name))
                throw source.Fail($"its header names {ByteSource.Quote(name)} twice");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw source.Fail($"{ByteSource.Quote(name)} in its header is no JSON object");
            if (name == MetadataKey)
                ParseMetadata(source, ref reader, budget, metadata);
            else
                entries.Add(ParseEntry(source, ref reader, budget, name));
        }
        // Anything but spaces after the object is an error of the JSON reader's.
        reader.Read();
    }

    private static void ParseMetadata(ByteSource source, ref Utf8JsonReader reader, MemoryBudget budget, Dictionary<string, string> metadata)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = Text(source, ref reader, budget);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw source.Fail($"{ByteSource.Quote(key)} of its {MetadataKey} is no text");
            if (!metadata.TryAdd(key, Text(source, ref reader, budget)))
                throw source.Fail($"its {MetadataKey} names {ByteSource.Quote(key)} twice");
        }
    }

    private static Entry ParseEntry(ByteSource source, ref Utf8JsonReader reader, MemoryBudget budget, string name)
    {
        string? dtype = null;
        long[]? shape = null, offsets = null;
        budget.Charge(BytesPerEntry);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // A field that a later version of the format adds is skipped, as the reference implementation does.
            bool first = true;
            if (reader.ValueTextEquals("dtype"u8))
            {
                first = dtype is null;
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                    throw Fail("has a dtype that is no text");
                dtype = Text(source, ref reader, budget);
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                first = shape is null;
                shape = Numbers(source, ref reader, budget, name, "shape");
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                first = offsets is null;
                offsets = Numbers(source, ref reader, budget, name, "data_offsets");
            }
            else
            {
                reader.Skip();
            }
            if (!first)
                throw Fail("states the same twice");
        }

        if (dtype is null || shape is null || offsets is null)
            throw Fail($"has no {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (ElementTypes.FromSafetensors(dtype) is not { } type)
            throw Fail($"has dtype {ByteSource.Quote(dtype)}, which cannot be read: convert it to one of {string.Join(", ", ElementTypes.SafetensorsNames)}");
        if (offsets is not [var start, var end] || start > end)
            throw Fail($"has data_offsets {(offsets.Length == 2 ? ByteSource.Text(offsets) : $"of {offsets.Length} numbers")}, which are no beginning and end");
        long count = TensorHeader.CheckedCount(source, name, type, shape);
        if (end - start != count * type.Bytes())
            throw Fail($"of shape {ByteSource.Text(shape)} and dtype {dtype} takes {ByteSource.Text(count * type.Bytes())} bytes, but its data_offsets give it {ByteSource.Text(end - start)}");
        return new Entry(name, type, shape, start, end);

        InvalidDataException Fail(string reason) => source.Fail($"tensor {ByteSource.Quote(name)} {reason}");
    }

    /// <summary>An array of numbers that are no less than 0.</summary>
    private static long[] Numbers(ByteSource source, ref Utf8JsonReader reader, MemoryBudget budget, string name, string field)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw source.Fail($"tensor {ByteSource.Quote(name)} has {field} that is no array");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            budget.Charge(4 * sizeof(long));
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw source.Fail($"tensor {ByteSource.Quote(name)} has something in its {field} that is no whole number from 0 to 2^63 - 1");
            numbers.Add(number);
        }
        budget.ChargeArray(numbers.Count);
        return [.. numbers];
    }

    private static string Text(ByteSource source, ref Utf8JsonReader reader, MemoryBudget budget)
    {
        budget.ChargeText(reader.ValueSpan.Length);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw source.Fail("its header has text that is not valid Unicode");
        }
    }

    /// <summary>Checks that the tensors cover the data from its first byte to its last, each byte once.</summary>
    private static TensorHeader[] Place(ByteSource source, List<Entry> entries, long dataStart)
    {
        long dataLength = source.Length - dataStart, covered = 0;
        Entry? before = null;
        foreach (Entry entry in entries.OrderBy(e => e.Start).ThenBy(e => e.End))
        {
            if (entry.End > dataLength)
                throw source.Fail($"tensor {ByteSource.Quote(entry.Name)} ends at byte {ByteSource.Text(entry.End)} of the data, which has {ByteSource.Text(dataLength)}: the file is cut off or damaged");
            if (entry.Start < covered)
                throw source.Fail($"tensors {ByteSource.Quote(before!.Name)} and {ByteSource.Quote(entry.Name)} overlap");
            if (entry.Start > covered)
                throw source.Fail($"bytes {ByteSource.Text(covered)} to {ByteSource.Text(entry.Start)} of the data, before {ByteSource.Quote(entry.Name)}, belong to no tensor");
            covered = entry.End;
            before = entry;
        }
        if (covered != dataLength)
            throw source.Fail($"{ByteSource.Text(dataLength - covered)} bytes after the last tensor belong to none");
        return [.. entries.Select(e => TensorHeader.Create(source, e.Name, e.Type, e.Shape, null, 0, dataStart + e.Start, e.End - e.Start))];
    }

    private sealed record Entry(string Name, ElementType Type, long[] Shape, long Start, long End);
}
