using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KdGen.Weights.Formats;

/// <summary>Tells a weights file's format by its content and reads its header; the values stay where they are.</summary>
internal static class CheckpointReader
{
    private const int PeekLength = 512, SafetensorsBrace = 8, TarMagic = 257;

    // torch.save before 1.6 begins with a pickle of this number: protocol 2, then 10 bytes of 0x1950a86a20f9469cfc6c.
    private static readonly byte[] legacyMagic = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    private static readonly (byte[] Magic, string Reason)[] others =
    [
        ([0x1f, 0x8b], "is compressed by gzip: unpack it first"),
        ([0x89, .. "HDF"u8], "is an HDF5 file (Keras): save the weights as safetensors"),
        ([0x93, .. "NUMPY"u8], "is a NumPy array: save the weights as safetensors"),
        ([.. "GGUF"u8], "is a GGUF file: save the weights as safetensors"),
    ];

    /// <summary>Reads the header of a file.</summary>
    /// <inheritdoc cref="Read(ByteSource, string)"/>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static CheckpointHeader Read(string path, string? key = null)
    {
        using SafeFileHandle file = RegularFile.Open(path, "weights file");
        return Read(new FileBytes(path, file), key);
    }

    /// <summary>Reads a header; allocates no more than the file's size and <see cref="MemoryBudget.Constant"/>.</summary>
    /// <param name="source">A safetensors file or a zip checkpoint of PyTorch.</param>
    /// <param name="key">Where in a PyTorch checkpoint the state dict is, "model" or "a.b"; unset, the one that there is.</param>
    /// <exception cref="InvalidDataException">The file is of neither format, damaged or forged; or the key does not lead to tensors.</exception>
    public static CheckpointHeader Read(ByteSource source, string? key = null)
    {
        if (source.Length == 0)
            throw source.Fail("is empty");
        Span<byte> peek = stackalloc byte[(int)Math.Min(source.Length, PeekLength)];
        source.Read(0, peek);

        if (peek.StartsWith("PK\x03\x04"u8) || peek.StartsWith("PK\x05\x06"u8))
            return TorchReader.Read(source, key);
        if (peek.Length > SafetensorsBrace && peek[SafetensorsBrace] == '{')
        {
            return key is null
                ? SafetensorsReader.Read(source)
                : throw source.Fail($"is a safetensors file, which has no keys to choose from: leave {ByteSource.Quote(key)} out");
        }
        throw source.Fail(Explain(peek));
    }

    private static string Explain(ReadOnlySpan<byte> peek)
    {
        if (peek.StartsWith(legacyMagic))
            return "is in the format of PyTorch before 1.6: load it with torch.load and save it again with a PyTorch of today";
        if (peek.Length > TarMagic + 5 && peek[TarMagic..].StartsWith("ustar"u8))
            return "is a tar archive, perhaps of a PyTorch before 0.1.10: load it with torch.load and save it again with a PyTorch of today";
        if (peek.Length > 2 && peek[0] == 0x80 && peek[1] is >= 2 and <= 5)
            return "is a plain pickle, not written by torch.save: save the state_dict with torch.save";
        if (peek.StartsWith("version https://git-lfs"u8))
            return "is a Git LFS pointer, not the file itself: fetch it with git lfs pull";
        foreach ((byte[] magic, string reason) in others)
        {
            if (peek.StartsWith(magic))
                return reason;
        }
        string start = Encoding.Latin1.GetString(peek).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\t', '\r', '\n');
        if (start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return "is a web page, not a checkpoint: the download went wrong";
        if (peek.Length >= sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(peek) == 0)
            return "begins with zeros: the download or copy was not finished";
        return "is no checkpoint: neither a safetensors file nor a zip file written by torch.save";
    }
}
