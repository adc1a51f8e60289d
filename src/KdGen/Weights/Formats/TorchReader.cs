using System.Text;

namespace KdGen.Weights.Formats;

/// <summary>
/// The header of a checkpoint written by torch.save since PyTorch 1.6: a zip file of NAME/data.pkl, which describes the tensors, and one entry
/// NAME/data/KEY for each storage.
/// </summary>
internal static class TorchReader
{
    private const string Pickle = "data.pkl";

    // Per entry of a state dict: its header with two arrays' heads and its places in the collections.
    private const int BytesPerTensor = 500;

    /// <summary>Reads the header.</summary>
    /// <inheritdoc cref="CheckpointReader.Read(ByteSource, string)"/>
    public static CheckpointHeader Read(ByteSource source, string? key)
    {
        var budget = new MemoryBudget(source);
        ZipDirectory zip = ZipDirectory.Read(source, budget);
        string prefix = FindPrefix(source, zip);

        (long start, long length) = zip.Locate(prefix + Pickle);
        if (length > Array.MaxLength)
            throw source.Fail($"has a pickle of {ByteSource.Text(length)} bytes, too much to read");
        budget.Charge(length);
        var pickle = new byte[length];
        source.Read(start, pickle);
        PickleDict dict = new StateDictSearch(source, budget).Find(new Unpickler(source, pickle, budget).Read(), key);
        return new CheckpointHeader(Tensors(source, zip, prefix, dict, budget), new Dictionary<string, string>(), IsBigEndian(source, zip, prefix));
    }

    private static string FindPrefix(ByteSource source, ZipDirectory zip)
    {
        string[] pickles = [.. zip.Names.Where(name => name == Pickle || name.EndsWith('/' + Pickle, StringComparison.Ordinal)).Take(2)];
        if (pickles.Length != 1)
            throw source.Fail(pickles.Length == 0 ? "is a zip file without data.pkl: not written by torch.save" : "is a zip file with several data.pkl: not written by torch.save");
        string prefix = pickles[0][..^Pickle.Length];
        if (zip.Contains(prefix + "constants.pkl") || zip.Names.Any(name => name.StartsWith(prefix + "code/", StringComparison.Ordinal)))
            throw source.Fail("is a TorchScript program (torch.jit.save), not a state_dict: load it with torch.jit.load, or save model.state_dict() with torch.save");
        return prefix;
    }

    private static bool IsBigEndian(ByteSource source, ZipDirectory zip, string prefix)
    {
        if (!zip.Contains(prefix + "byteorder"))
            return false;
        (long start, long length) = zip.Locate(prefix + "byteorder");
        Span<byte> order = stackalloc byte[(int)Math.Min(length, 8)];
        source.Read(start, order);
        return Encoding.Latin1.GetString(order) switch
        {
            "little" => false,
            "big" => true,
            var other => throw source.Fail($"its byteorder is {ByteSource.Quote(other)}, neither 'little' nor 'big'"),
        };
    }

    private static List<TensorHeader> Tensors(ByteSource source, ZipDirectory zip, string prefix, PickleDict dict, MemoryBudget budget)
    {
        var values = new OrderedDictionary<string, object?>();
        foreach ((object? name, object? value) in dict.Pairs)
        {
            budget.Charge(BytesPerTensor);
            if (name is string text)
                values[text] = value;
        }

        List<TensorHeader> tensors = [];
        foreach ((string name, object? value) in values)
        {
            if (value is PickleTensor tensor)
            {
                budget.ChargeText(prefix.Length + tensor.Storage.Key.Length);
                tensors.Add(Place(source, zip, prefix, name, tensor));
            }
            else if (value is PickleOpaque opaque)
            {
                throw source.Fail($"{ByteSource.Quote(name)} is made by {ByteSource.Quote(opaque.Origin)}, which makes no tensor that can be read: a state_dict holds plain tensors");
            }
        }
        return tensors.Count > 0 ? tensors : throw source.Fail("holds no tensors in the dictionary chosen");
    }

    private static TensorHeader Place(ByteSource source, ZipDirectory zip, string prefix, string name, PickleTensor tensor)
    {
        PickleStorage storage = tensor.Storage;
        (long start, long length) = zip.Locate($"{prefix}data/{storage.Key}");
        int width = storage.Type?.Bytes() ?? 1;
        if (storage.Count < 0 || storage.Count > length / width)
            throw source.Fail($"the storage of tensor {ByteSource.Quote(name)} should have {ByteSource.Text(storage.Count)} elements of {width} bytes, but has {ByteSource.Text(length)} bytes: the file is damaged");
        return TensorHeader.Create(source, name, tensor.Type, tensor.Shape, tensor.Strides, tensor.Offset, start, length);
    }
}
