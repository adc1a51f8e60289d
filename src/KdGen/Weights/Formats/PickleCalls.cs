namespace KdGen.Weights.Formats;

/// <summary>The calls that a checkpoint is made of, as descriptions of what they make. Everything else makes a <see cref="PickleOpaque"/>.</summary>
internal static class PickleCalls
{
    /// <summary>What a persistent id stands for: torch.save gives ('storage', class, key, device, number of elements) and nothing else.</summary>
    public static PickleStorage Storage(object? id)
    {
        if (id is not object?[] parts || parts is not ["storage", PickleGlobal type, string key, _, long count, ..])
            throw new PickleException("it refers to something outside it that is no storage");
        if (!PickleGlobals.IsStorage(type, out ElementType? element))
            throw new PickleException($"{ByteSource.Quote(type.ToString())} is no storage that can be read");
        return new PickleStorage(element, key, count);
    }

    /// <summary>What the call makes.</summary>
    /// <exception cref="PickleException">The arguments of one of the known calls are wrong.</exception>
    public static object? Call(object? function, object?[] arguments, MemoryBudget budget)
    {
        return function switch
        {
            PickleGlobal { Module: "collections", Name: "OrderedDict" } => OrderedDict(arguments, budget),
            PickleGlobal { Module: "collections", Name: "defaultdict" } => new PickleDict(),
            PickleGlobal { Module: "torch", Name: "Size" } => arguments is [object?[] sizes] ? sizes : throw Wrong("torch.Size"),
            PickleGlobal { Module: "torch._utils" or "torch._tensor" } global => Torch(global, arguments),
            PickleGlobal global => new PickleOpaque(Origin(global, arguments)),
            PickleOpaque => function,
            _ => throw new PickleException("it calls something that is no function"),
        };
    }

    private static object? Torch(PickleGlobal function, object?[] arguments)
    {
        switch (function.Name)
        {
            case "_rebuild_tensor":
                return arguments is [PickleStorage s, long offset, object?[] size, object?[] stride]
                    ? Tensor(s, s.Type, offset, size, stride)
                    : throw Wrong(function.Name);
            case "_rebuild_tensor_v2":
                return arguments is [PickleStorage s2, long offset2, object?[] size2, object?[] stride2, bool, ..]
                    ? Tensor(s2, s2.Type, offset2, size2, stride2)
                    : throw Wrong(function.Name);
            case "_rebuild_tensor_v3":
                return arguments is [PickleStorage s3, long offset3, object?[] size3, object?[] stride3, bool, _, PickleGlobal type, ..]
                    ? Tensor(s3, DType(type), offset3, size3, stride3)
                    : throw Wrong(function.Name);
            case "_rebuild_parameter" or "_rebuild_parameter_with_state":
                return arguments is [var data, bool, ..] && data is PickleTensor or PickleOpaque ? arguments[0] : throw Wrong(function.Name);
            // A tensor that carries attributes of its own: (function, class, arguments, attributes).
            case "_rebuild_from_type_v2" when arguments is [PickleGlobal { Module: "torch._utils" or "torch._tensor", Name: not "_rebuild_from_type_v2" } inner, PickleGlobal, object?[] innerArguments, _]:
                return Torch(inner, innerArguments);
            default:
                return new PickleOpaque(function.ToString());
        }
    }

    private static PickleTensor Tensor(PickleStorage storage, ElementType? type, long offset, object?[] size, object?[] stride) =>
        new(storage, type ?? throw new PickleException("a tensor over an untyped storage has no type"), offset, Numbers(size), Numbers(stride));

    private static ElementType DType(PickleGlobal type) => type.Module == "torch" && ElementTypes.FromTorch(type.Name) is { } known
        ? known
        : throw new PickleException($"{ByteSource.Quote(type.ToString())} is no element type that can be read");

    private static long[] Numbers(object?[] values)
    {
        // One long tuple could be given to many calls, and each would copy it.
        if (values.Length > TensorHeader.MaxRank)
            throw new PickleException($"a tensor has {values.Length} sizes or strides; there can be {TensorHeader.MaxRank}");
        return [.. values.Select(value => value is long number ? number : throw new PickleException("a tensor's sizes or strides are no whole numbers"))];
    }

    private static PickleDict OrderedDict(object?[] arguments, MemoryBudget budget)
    {
        var dict = new PickleDict();
        if (arguments is [])
            return dict;
        // Python 2 gives the pairs as an argument.
        if (arguments is not [PickleList pairs])
            throw Wrong("OrderedDict");
        budget.ChargeArray(4 * (long)pairs.Items.Count);
        foreach (object? pair in pairs.Items)
        {
            (object? key, object? value) = pair switch
            {
                object?[] and [var k, var v] => (k, v),
                PickleList { Items: [var k, var v] } => (k, v),
                _ => throw Wrong("OrderedDict"),
            };
            dict.Pairs.Add(new(key, value));
        }
        return dict;
    }

    /// <summary>An object made by copyreg's helper is of the class that it is given.</summary>
    private static string Origin(PickleGlobal function, object?[] arguments) =>
        function.Module is "copyreg" or "copy_reg" && arguments is [PickleGlobal type, ..] ? type.ToString() : function.ToString();

    private static PickleException Wrong(string function) => new($"{function} is called with the wrong arguments");
}
