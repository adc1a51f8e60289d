using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KdGen.Tests.Weights;

/// <summary>Weights files made by hand, honest ones and others.</summary>
internal static class Forge
{
    /// <summary>A safetensors file of that header and data.</summary>
    public static byte[] Safetensors(string header, byte[] data) => Safetensors((ulong)Encoding.UTF8.GetByteCount(header), Encoding.UTF8.GetBytes(header), data);

    /// <summary>A safetensors file that states a length of its own choice.</summary>
    public static byte[] Safetensors(ulong length, byte[] header, byte[] data)
    {
        var file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        header.CopyTo(file, 8);
        data.CopyTo(file, 8 + header.Length);
        return file;
    }

    /// <summary>A checkpoint with that pickle and the storages 0, 1, ...</summary>
    public static byte[] Torch(byte[] pickle, params byte[][] storages) =>
        Zip([("archive/data.pkl", pickle), .. storages.Select((bytes, i) => ($"archive/data/{i}", bytes)), ("archive/version", "3\n"u8.ToArray())]);

    /// <summary>A zip file.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream stream = entry.Open();
                stream.Write(bytes);
            }
        }
        return file.ToArray();
    }

    /// <summary>The places of a text in a file.</summary>
    public static List<int> Find(byte[] file, ReadOnlySpan<byte> text)
    {
        List<int> found = [];
        for (int at = 0; at <= file.Length - text.Length; at++)
        {
            if (file.AsSpan(at).StartsWith(text))
                found.Add(at);
        }
        return found;
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
