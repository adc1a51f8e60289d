namespace KdGen.Weights.Formats;

/// <summary>Finds the state dict in what a checkpoint holds: the dictionary whose values are tensors.</summary>
internal sealed class StateDictSearch(ByteSource source, MemoryBudget budget)
{
    // Checkpoints nest twice at most; a forged one could nest as deep as it is long.
    private const int MaxDepth = 6, MaxListed = 10;

    /// <summary>The dictionary under the key, or the only one that holds tensors.</summary>
    /// <param name="root">What the pickle holds.</param>
    /// <param name="key">"a.b" is b in a; empty, the outermost.</param>
    /// <exception cref="InvalidDataException">There is none, or there are several to choose from; the message lists them.</exception>
    public PickleDict Find(object? root, string? key)
    {
        if (root is not PickleDict dict)
            throw source.Fail($"holds {Describe(root)}, not a dictionary of tensors: save model.state_dict() with torch.save");
        List<Candidate> candidates = Candidates(dict);
        if (key is not null)
        {
            return Resolve(dict, key) is { } chosen
                ? chosen
                : throw source.Fail($"has no dictionary under the key {ByteSource.Quote(key)}; {Listed(candidates)}");
        }
        return candidates switch
        {
            [var only] => only.Dict,
            [] => throw source.Fail("holds no tensors in a dictionary with names"),
            _ => throw source.Fail($"holds several dictionaries of tensors: choose one by its key; {Listed(candidates)}"),
        };
    }

    private static PickleDict? Resolve(PickleDict dict, string key)
    {
        if (key.Length == 0)
            return dict;
        if (Value(dict, key) is PickleDict found)
            return found;
        for (int dot = key.IndexOf('.'); dot >= 0; dot = key.IndexOf('.', dot + 1))
        {
            if (Value(dict, key[..dot]) is PickleDict inner && Resolve(inner, key[(dot + 1)..]) is { } below)
                return below;
        }
        return null;
    }

    private static object? Value(PickleDict dict, string key) => dict.Pairs.LastOrDefault(pair => pair.Key is string name && name == key).Value;

    /// <summary>
    /// The dictionaries that hold tensors, the outer ones first. Single numbers and states of random generators, which training saves beside
    /// the weights, make no candidate where there are dictionaries with more.
    /// </summary>
    private List<Candidate> Candidates(PickleDict root)
    {
        List<Candidate> found = [];
        var seen = new HashSet<PickleDict>(ReferenceEqualityComparer.Instance) { root };
        var open = new Queue<Candidate>([new Candidate(root, null, "", 0)]);
        while (open.TryDequeue(out Candidate? at))
        {
            foreach ((object? key, object? value) in at.Dict.Pairs)
            {
                if (key is not string name)
                    continue;
                if (value is PickleTensor tensor)
                {
                    at.Tensors++;
                    at.HasWeights |= tensor.Shape.Length > 0 && tensor.Type is not ElementType.UInt8;
                }
                else if (value is PickleDict inner && at.Depth < MaxDepth && seen.Add(inner))
                {
                    budget.ChargeObject();
                    open.Enqueue(new Candidate(inner, at, name, at.Depth + 1));
                }
            }
            if (at.Tensors > 0)
                found.Add(at);
        }
        return found.Exists(c => c.HasWeights) ? found.FindAll(c => c.HasWeights) : found;
    }

    private static string Listed(List<Candidate> candidates)
    {
        string shown = string.Join(", ", candidates.Take(MaxListed).Select(c => $"{ByteSource.Quote(c.Path)} ({c.Tensors} tensor{(c.Tensors == 1 ? "" : "s")}{(c.Path.Length == 0 ? ", outermost" : "")})"));
        return candidates.Count == 0 ? "it holds no tensors" : $"there {(candidates.Count == 1 ? "is" : "are")} {shown}{(candidates.Count > MaxListed ? $" and {candidates.Count - MaxListed} more" : "")}";
    }

    private static string Describe(object? root) => root switch
    {
        PickleOpaque opaque => $"an object of {ByteSource.Quote(opaque.Origin)} (a whole model?)",
        PickleTensor => "a single tensor",
        PickleList => "a list",
        object?[] => "a tuple",
        null => "None",
        PickleGlobal global => $"the name {ByteSource.Quote(global.ToString())}",
        string => "a text",
        _ => "a number",
    };

    private sealed class Candidate(PickleDict dict, Candidate? parent, string name, int depth)
    {
        public PickleDict Dict => dict;

        public int Depth => depth;

        public int Tensors { get; set; }

        /// <summary>Whether one of the tensors can be a layer's weight.</summary>
        public bool HasWeights { get; set; }

        public string Path => parent is null ? "" : parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";
    }
}
