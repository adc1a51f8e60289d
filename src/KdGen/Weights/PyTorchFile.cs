using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using KdGen.Weights.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>
/// Writes a state_dict as <c>torch.save</c> does since PyTorch 1.6, for users who have PyTorch and nothing else: <c>torch.load</c> reads it, also
/// with <c>weights_only=True</c>.
/// </summary>
public static class PyTorchFile
{
    private const string Archive = "archive/";

    // The format's version that torch.save writes beside the pickle.
    private static readonly byte[] version = "3\n"u8.ToArray();

    // The same tensors give the same bytes: no clock.
    private static readonly DateTimeOffset noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes what <c>module.state_dict()</c> holds: parameters and persistent buffers, by PyTorch's names.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{KeyValuePair{string, Tensor}})"/>
    public static void Write(string path, nn.Module module) => Write(path, module.state_dict());

    /// <summary>Writes an OrderedDict of the tensors in their order. The file appears whole or not at all.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="tensors">On any device, of any strides; each becomes contiguous and lies in a storage of its own, on the CPU.</param>
    /// <exception cref="ArgumentException">Two tensors share a name.</exception>
    /// <exception cref="NotSupportedException">A tensor's type has no storage class; the message names both.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        KeyValuePair<string, Tensor>[] entries = [.. tensors];
        byte[] pickle = Pickle(entries);
        AtomicFile.Write(path, file =>
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            Add(zip, "data.pkl", stream => stream.Write(pickle));
            Add(zip, "byteorder", stream => stream.Write(BitConverter.IsLittleEndian ? "little"u8 : "big"u8));
            for (int i = 0; i < entries.Length; i++)
            {
                Tensor tensor = entries[i].Value;
                Add(zip, $"data/{ByteSource.Text(i)}", stream => TensorValues.Write(stream, tensor));
            }
            Add(zip, "version", stream => stream.Write(version));
        });
    }

    private static void Add(ZipArchive zip, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry(Archive + name, CompressionLevel.NoCompression);
        entry.LastWriteTime = noTime;
        using Stream stream = entry.Open();
        write(stream);
    }

    /// <summary>Protocol 2: an OrderedDict, and each value a call of _rebuild_tensor_v2 on a storage that the zip file holds.</summary>
    private static byte[] Pickle(KeyValuePair<string, Tensor>[] entries)
    {
        var names = new HashSet<string>();
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2]);
        EmptyOrderedDict(pickle);
        pickle.WriteByte((byte)'(');
        for (int i = 0; i < entries.Length; i++)
        {
            (string name, Tensor tensor) = entries[i];
            if (!names.Add(name))
                throw new ArgumentException($"two tensors are called '{name}': a state_dict has each name once");
            ElementType type = tensor.dtype.ToElementType() ?? throw new NotSupportedException($"tensor '{name}' is {tensor.dtype}, which cannot be saved: convert it first");
            Text(pickle, name);
            Global(pickle, "torch._utils", "_rebuild_tensor_v2");
            pickle.WriteByte((byte)'(');

            pickle.WriteByte((byte)'(');
            Text(pickle, "storage");
            Global(pickle, "torch", type.StorageClass());
            Text(pickle, ByteSource.Text(i));
            Text(pickle, "cpu");
            Integer(pickle, tensor.numel());
            pickle.Write("tQ"u8);

            Integer(pickle, 0);
            Tuple(pickle, tensor.shape);
            Tuple(pickle, TensorHeader.RowMajor(tensor.shape));
            pickle.WriteByte(0x89);
            EmptyOrderedDict(pickle);
            pickle.Write("tR"u8);
        }
        pickle.Write("u."u8);
        return pickle.ToArray();
    }

    private static void EmptyOrderedDict(Stream pickle)
    {
        Global(pickle, "collections", "OrderedDict");
        pickle.Write(")R"u8);
    }

    private static void Global(Stream pickle, string module, string name) => pickle.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private static void Text(Stream pickle, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> head = [(byte)'X', 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        pickle.Write(head);
        pickle.Write(bytes);
    }

    private static void Integer(Stream pickle, long value)
    {
        Span<byte> bytes = [0x8a, sizeof(long), 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64LittleEndian(bytes[2..], value);
        pickle.Write(bytes);
    }

    private static void Tuple(Stream pickle, long[] values)
    {
        pickle.WriteByte((byte)'(');
        foreach (long value in values)
            Integer(pickle, value);
        pickle.WriteByte((byte)'t');
    }
}
