using System.Buffers.Binary;
using System.Text;

namespace KdGen.Weights.Formats;

/// <summary>
/// The directory of a zip file whose entries are stored as they are, as torch.save writes them (APPNOTE 6.3: sections 4.3.7, 4.3.12 and
/// 4.3.14 to 4.3.16). Nothing is decompressed, so no entry is longer than the file.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50, End64Signature = 0x06064b50, Locator64Signature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50, LocalSignature = 0x04034b50;
    private const int EndLength = 22, End64Length = 56, Locator64Length = 20, EntryLength = 46, LocalLength = 30, MaxComment = ushort.MaxValue;
    private const ushort Zip64Field = 1, EncryptedFlag = 1;

    private readonly ByteSource source;
    private readonly Dictionary<string, Entry> entries = [];

    private ZipDirectory(ByteSource source) => this.source = source;

    /// <summary>The names, in the order of the directory.</summary>
    public IEnumerable<string> Names => entries.Keys;

    /// <summary>Whether there is an entry of that name.</summary>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>Reads the directory at the end of a zip file.</summary>
    /// <exception cref="InvalidDataException">There is none, or it contradicts the file.</exception>
    public static ZipDirectory Read(ByteSource source, MemoryBudget budget)
    {
        (long start, long length, long count) = FindEnd(source);
        if (start < 0 || length < 0 || start > source.Length - length || count > length / EntryLength)
            throw source.Fail("its zip directory does not lie within the file: it is cut off or damaged");
        budget.ChargeArray(length / sizeof(long));
        if (length > Array.MaxLength)
            throw source.Fail($"has a zip directory of {ByteSource.Text(length)} bytes, too much to read");
        var bytes = new byte[length];
        source.Read(start, bytes);

        var directory = new ZipDirectory(source);
        ReadOnlySpan<byte> rest = bytes;
        for (long i = 0; i < count; i++)
            directory.Add(ref rest, start, budget);
        directory.CheckOverlaps(start);
        return directory;
    }

    /// <summary>Where an entry's bytes lie in the file.</summary>
    /// <exception cref="InvalidDataException">There is no such entry, or it is compressed, encrypted or not where the directory says.</exception>
    public (long Start, long Length) Locate(string name)
    {
        if (!entries.TryGetValue(name, out Entry? entry))
            throw source.Fail($"has no entry {ByteSource.Quote(name)}: it is damaged");
        if ((entry.Flags & EncryptedFlag) != 0)
            throw source.Fail($"its entry {ByteSource.Quote(name)} is encrypted");
        if (entry.Method != 0)
            throw source.Fail($"its entry {ByteSource.Quote(name)} is compressed, which torch.save never does: unpack it and zip it again without compression (zip -0)");
        if (entry.Packed != entry.Length)
            throw source.Fail($"its entry {ByteSource.Quote(name)} has two sizes, {ByteSource.Text(entry.Packed)} and {ByteSource.Text(entry.Length)}: it is damaged or forged");

        Span<byte> local = stackalloc byte[LocalLength];
        source.Read(entry.Local, local);
        if (U32(local, 0) != LocalSignature)
            throw source.Fail($"its entry {ByteSource.Quote(name)} is not where the zip directory says: it is damaged");
        long start = entry.Local + LocalLength + U16(local, 26) + U16(local, 28);
        if (start > entry.Limit - entry.Length)
            throw source.Fail($"its entry {ByteSource.Quote(name)} of {ByteSource.Text(entry.Length)} bytes reaches into what follows: it is damaged or forged");
        return (start, entry.Length);
    }

    /// <summary>The directory's place, length and number of entries.</summary>
    private static (long Start, long Length, long Count) FindEnd(ByteSource source)
    {
        var tail = new byte[Math.Min(source.Length, EndLength + MaxComment)];
        source.Read(source.Length - tail.Length, tail);
        for (int at = tail.Length - EndLength; at >= 0; at--)
        {
            ReadOnlySpan<byte> end = tail.AsSpan(at);
            if (U32(end, 0) != EndSignature || EndLength + U16(end, 20) != end.Length)
                continue;
            (long start, long length, long count) = (U32(end, 16), U32(end, 12), U16(end, 10));
            return start == uint.MaxValue || length == uint.MaxValue || count == ushort.MaxValue
                ? FindEnd64(source, source.Length - end.Length) ?? (start, length, count)
                : (start, length, count);
        }
        throw source.Fail("is a zip file without its end, where the directory is: it is cut off, load or copy it again");
    }

    private static (long, long, long)? FindEnd64(ByteSource source, long endAt)
    {
        Span<byte> locator = stackalloc byte[Locator64Length], end = stackalloc byte[End64Length];
        if (endAt < Locator64Length)
            return null;
        source.Read(endAt - Locator64Length, locator);
        if (U32(locator, 0) != Locator64Signature)
            return null;
        source.Read(I64(locator, 8), end);
        if (U32(end, 0) != End64Signature)
            throw source.Fail("its zip directory's end is not where the file says: it is damaged");
        return (I64(end, 48), I64(end, 40), I64(end, 32));
    }

    private void Add(ref ReadOnlySpan<byte> rest, long directoryStart, MemoryBudget budget)
    {
        if (rest.Length < EntryLength || U32(rest, 0) != EntrySignature)
            throw Damaged();
        int nameLength = U16(rest, 28), extraLength = U16(rest, 30), commentLength = U16(rest, 32);
        if (rest.Length < EntryLength + nameLength + extraLength + commentLength)
            throw Damaged();
        (ushort flags, ushort method, long packed, long length, long local) = (U16(rest, 8), U16(rest, 10), U32(rest, 20), U32(rest, 24), U32(rest, 42));
        ReadOnlySpan<byte> name = rest.Slice(EntryLength, nameLength), extra = rest.Slice(EntryLength + nameLength, extraLength);
        while (extra.Length >= 4)
        {
            int size = U16(extra, 2);
            if (extra.Length < 4 + size)
                throw Damaged();
            if (U16(extra, 0) == Zip64Field)
            {
                ReadOnlySpan<byte> wide = extra.Slice(4, size);
                Widen(ref length, ref wide);
                Widen(ref packed, ref wide);
                Widen(ref local, ref wide);
            }
            extra = extra[(4 + size)..];
        }
        if (length < 0 || packed < 0 || local < 0 || packed > directoryStart - LocalLength || local > directoryStart - LocalLength - packed)
            throw source.Fail($"its entry {ByteSource.Quote(Encoding.UTF8.GetString(name))} does not lie within the file: it is cut off or damaged");

        budget.ChargeText(name.Length);
        budget.ChargeObject();
        string text = Encoding.UTF8.GetString(name);
        if (!entries.TryAdd(text, new Entry(flags, method, packed, length, local)))
            throw source.Fail($"its zip directory names {ByteSource.Quote(text)} twice");
        rest = rest[(EntryLength + nameLength + extraLength + commentLength)..];
    }

    /// <summary>A number that does not fit into 32 bits stands in the extra field instead, in a fixed order.</summary>
    private void Widen(ref long number, ref ReadOnlySpan<byte> wide)
    {
        if (number != uint.MaxValue)
            return;
        if (wide.Length < sizeof(long))
            throw Damaged();
        number = I64(wide, 0);
        wide = wide[sizeof(long)..];
    }

    /// <summary>Each entry must end before the next begins: forged files let many entries share the same bytes.</summary>
    private void CheckOverlaps(long directoryStart)
    {
        Entry? before = null;
        foreach (Entry entry in entries.Values.OrderBy(entry => entry.Local))
        {
            if (before is not null)
                before.Limit = entry.Local;
            before = entry;
        }
        if (before is not null)
            before.Limit = directoryStart;
    }

    private InvalidDataException Damaged() => source.Fail("its zip directory is damaged");

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private sealed class Entry(ushort flags, ushort method, long packed, long length, long local)
    {
        public ushort Flags => flags;

        public ushort Method => method;

        public long Packed => packed;

        public long Length => length;

        public long Local => local;

        /// <summary>Where what follows the entry begins.</summary>
        public long Limit { get; set; }
    }
}
