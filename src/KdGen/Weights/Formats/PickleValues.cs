namespace KdGen.Weights.Formats;

// What a pickle can hold here, beside null, bool, long, double, string and object[] (a tuple). Nothing of it does anything.

/// <summary>A name of Python's, such as collections.OrderedDict: only ever compared, never looked up.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>What a call that is not ours to run would have made: no tensor, and nothing can be got out of it.</summary>
internal sealed class PickleOpaque(string origin)
{
    /// <summary>The class or function.</summary>
    public string Origin => origin;
}

/// <summary>A list of Python's, only its items.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A dictionary of Python's as it was filled: where a key comes twice, the later pair counts.</summary>
internal sealed class PickleDict
{
    public List<KeyValuePair<object?, object?>> Pairs { get; } = [];
}

/// <summary>A run of bytes in the zip file: the entry data/Key.</summary>
/// <param name="Type">Of its elements; null for an untyped storage, which counts bytes.</param>
/// <param name="Key">The last part of the entry's name.</param>
/// <param name="Count">How many elements the pickle says it has.</param>
internal sealed record PickleStorage(ElementType? Type, string Key, long Count);

/// <summary>A tensor as the pickle describes it; nothing is checked against the file yet.</summary>
internal sealed record PickleTensor(PickleStorage Storage, ElementType Type, long Offset, long[] Shape, long[] Strides);
