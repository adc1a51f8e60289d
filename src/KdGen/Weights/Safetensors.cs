using System.Text.Json;
using KdGen.Weights.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>
/// Writes tensors as a safetensors file (https://huggingface.co/docs/safetensors): the length of the header in 8 bytes, a JSON header that
/// gives each tensor's type, shape and place, then the values as they lie in memory. PyTorch reads it with <c>safetensors.torch.load_file</c>, <see cref="Checkpoint"/> reads it here.
/// </summary>
public static class Safetensors
{
    // The reference writer aligns the data to 8 bytes by spaces after the header.
    private const int Alignment = 8;

    /// <summary>Writes what <c>module.state_dict()</c> holds: parameters and persistent buffers, by PyTorch's names.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{KeyValuePair{string, Tensor}}, IEnumerable{KeyValuePair{string, string}})"/>
    public static void Write(string path, nn.Module module, IEnumerable<KeyValuePair<string, string>>? metadata = null) =>
        Write(path, module.state_dict(), metadata);

    /// <summary>
    /// Writes <paramref name="tensors"/>, wider types first and then by name, as the reference writer does, so that every tensor lies aligned
    /// and the same tensors give the same bytes. The file appears whole or not at all: it is written beside its place and then renamed.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="tensors">On any device, of any strides.</param>
    /// <param name="metadata">Free text under <c>__metadata__</c>; <c>format: pt</c> is added if it has no format.</param>
    /// <exception cref="ArgumentException">Two tensors share a name, or one is called <c>__metadata__</c>.</exception>
    /// <exception cref="NotSupportedException">A tensor's type has no name in the format; the message names both.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        Entry[] entries = [.. tensors.Select(Describe).OrderByDescending(e => e.ElementBytes).ThenBy(e => e.Name, StringComparer.Ordinal)];
        CheckNames(entries);
        byte[] header = Header(entries, metadata ?? []);

        AtomicFile.Write(path, file =>
        {
            file.Write(header);
            foreach (Entry entry in entries)
                TensorValues.Write(file, entry.Tensor);
        });
    }

    private static Entry Describe(KeyValuePair<string, Tensor> named)
    {
        ElementType? type = named.Value.dtype.ToElementType();
        if (type?.SafetensorsName() is not { } name)
            throw new NotSupportedException($"tensor '{named.Key}' is {named.Value.dtype}, which safetensors cannot hold: convert it first");
        return new Entry(named.Key, named.Value, name, type.Value.Bytes(), named.Value.shape);
    }

    private static void CheckNames(Entry[] entries)
    {
        var names = new HashSet<string>();
        foreach (Entry entry in entries)
        {
            if (!names.Add(entry.Name))
                throw new ArgumentException($"two tensors are called '{entry.Name}': a safetensors file needs each name once");
        }
        if (names.Contains(SafetensorsReader.MetadataKey))
            throw new ArgumentException($"no tensor can be called '{SafetensorsReader.MetadataKey}': safetensors keeps that name for itself");
    }

    /// <summary>Length, JSON and padding.</summary>
    private static byte[] Header(Entry[] entries, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };
        foreach ((string key, string value) in metadata)
            texts[key] = value;

        using var bytes = new MemoryStream();
        bytes.Write(stackalloc byte[sizeof(long)]);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsReader.MetadataKey);
            foreach ((string key, string value) in texts)
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (Entry entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type);
                json.WriteStartArray("shape");
                foreach (long size in entry.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += entry.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (bytes.Length % Alignment != 0)
            bytes.WriteByte((byte)' ');

        byte[] header = bytes.ToArray();
        BitConverter.TryWriteBytes(header, (long)header.Length - sizeof(long));
        return header;
    }

    private sealed record Entry(string Name, Tensor Tensor, string Type, int ElementBytes, long[] Shape)
    {
        public long Bytes => Shape.Aggregate((long)ElementBytes, (product, size) => product * size);
    }
}
