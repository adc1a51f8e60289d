using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Tests.Shapes;

/// <summary>One operator on one input: what a user might write, and what the compiler says about it.</summary>
/// <param name="Input">The shape of one sample.</param>
/// <param name="IsIndices">64-bit indices instead of real numbers.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Arguments">Its arguments; a flag is 0 or 1, a mode its place in the enum.</param>
/// <param name="List">The sizes of Reshape, the axes of Permute.</param>
internal sealed record OperatorCase(long[] Input, bool IsIndices, string Operator, IReadOnlyDictionary<string, long> Arguments, long[] List)
{
    /// <summary>Every operator of the table.</summary>
    public static string[] Operators => [.. OpCatalog.All.Select(spec => spec.Name)];

    /// <summary>A random operator with arguments in their ranges; the shapes may fit or not.</summary>
    public static OperatorCase Random(Random random)
    {
        string name = Operators[random.Next(Operators.Length)];
        long[] input = RandomInput(random, name);
        long[] list = [];
        Dictionary<string, long> arguments = [];
        switch (name)
        {
            case "Conv":
                Channels();
                Slide(kernel: 8);
                Maybe("Groups", 4, () => random.Next(1, 5));
                break;
            case "DepthwiseConv":
                Slide(kernel: 8);
                break;
            case "ConvTranspose":
                Channels();
                Maybe("Kernel", 2, () => random.Next(1, 6));
                Maybe("Stride", 2, () => random.Next(1, 4));
                Maybe("Pad", 2, () => random.Next(0, 4));
                Maybe("OutputPad", 3, () => random.Next(0, 3));
                Maybe("Groups", 4, () => random.Next(1, 5));
                Maybe("Bias", 4, () => 0);
                break;
            case "Linear":
                Maybe("inFeatures", 2, () => random.Next(4) == 0 ? random.Next(1, 9) : input[^1]);
                arguments["outFeatures"] = random.Next(1, 9);
                Maybe("Bias", 4, () => 0);
                break;
            case "Embedding":
                arguments["count"] = random.Next(1, 9);
                arguments["features"] = random.Next(1, 9);
                break;
            case "PatchEmbed":
                arguments["features"] = random.Next(1, 9);
                Maybe("Patch", 1, () => random.Next(1, 5));
                break;
            case "Tokens":
                Maybe("count", 2, () => random.Next(1, 4));
                break;
            case "Attention":
                arguments["heads"] = random.Next(1, 5);
                Maybe("Bias", 4, () => 0);
                break;
            case "GroupNorm" or "Shuffle":
                arguments["groups"] = random.Next(1, 5);
                break;
            case "SE":
                Maybe("reduction", 1, () => random.Next(1, 11));
                break;
            case "MaxPool" or "AvgPool":
                arguments["kernel"] = random.Next(1, 8);
                Maybe("Stride", 2, () => random.Next(1, 5));
                Maybe("Pad", 2, () => random.Next(0, 5));
                break;
            case "AdaptiveAvgPool" or "Pad":
                arguments["size"] = random.Next(1, 9);
                break;
            case "Upsample":
                arguments["scale"] = random.Next(1, 4);
                Maybe("Mode", 2, () => random.Next(2));
                break;
            case "Select":
                arguments["index"] = random.Next(-9, 9);
                break;
            case "Mean":
                Maybe("axis", 1, () => random.Next(0, 4));
                break;
            case "DropPath":
                arguments["p"] = 0;
                break;
            case "Permute":
                list = [.. Enumerable.Range(0, input.Length).Select(axis => (long)axis)];
                random.Shuffle(list);
                list = random.Next(4) == 0 ? [.. list, random.Next(0, 3)] : list;
                break;
            case "Reshape":
                list = RandomSizes(random, input.Aggregate(1L, (product, size) => product * size));
                break;
        }

        return new OperatorCase(input, random.Next(name == "Embedding" ? 2 : 40) == 1, name, arguments, list);

        void Channels()
        {
            Maybe("inChannels", 3, () => random.Next(5) == 0 ? random.Next(1, 9) : input[0]);
            arguments["outChannels"] = random.Next(1, 9);
        }

        void Slide(int kernel)
        {
            Maybe("Kernel", 2, () => random.Next(1, kernel));
            Maybe("Stride", 3, () => random.Next(1, 5));
            Maybe("Pad", 2, () => random.Next(0, 4));
            Maybe("Dilation", 4, () => random.Next(1, 4));
            Maybe("Bias", 4, () => 0);
        }

        void Maybe(string argument, int oneIn, Func<long> value)
        {
            if (random.Next(oneIn) == 0)
            {
                arguments[argument] = value();
            }
        }
    }

    /// <summary>
    /// The rules that are stricter than torch on purpose: what torch makes of these is hardly ever what was meant (the last axis of a map as
    /// features, a sample without any axis, a cropped map, two signals as the channels of one map), or its text says nothing about the cause.
    /// </summary>
    public bool IsRefusedOnPurpose => (IsIndices && Operator != "Embedding") || Operator switch
    {
        "Linear" or "LayerNorm" or "RMSNorm" => Input.Length == 3,
        "GroupNorm" or "Shuffle" or "Select" or "Mean" => Input.Length == 1,
        "Tokens" or "PosEmbed" or "Attention" => Input.Length != 2,
        "ConvTranspose" or "AdaptiveAvgPool" or "Pad" => Input.Length != 3,
        "PatchEmbed" => Input.Length != 3 || Input.Skip(1).Any(size => size % Arguments["Patch"] != 0),
        "Embedding" => IsIndices && Input.Length > 1,
        _ => false,
    };

    /// <summary>The compiler's output shape for one sample and its count of parameters; null when it refuses.</summary>
    public OperatorAnswer? Inferred()
    {
        List<Argument> arguments = [.. Arguments.Select(argument => new Argument(argument.Key, Constant(argument.Key, argument.Value)))];
        if (Operator is "Reshape" or "Permute")
        {
            arguments.Add(new Argument(Operator == "Reshape" ? "shape" : "axes", new Constant.Integers(new(List))));
        }

        List<Argument> input = [new Argument("shape", new Constant.Integers(new(Input)))];
        if (IsIndices)
        {
            input.Add(new Argument("DType", new Constant.Text(nameof(DType.I64))));
        }

        ModuleDecl model = new(
            new TypeName("", default, "Net"),
            new ClassForm(IsPartial: true, NotPartial: null, IsStatic: false, IsGeneric: false, IsAbstract: false, IsRecord: false, IsFileLocal: false),
            new AttributeDecl(new NodeId(1), "Input", input.ToEquatableArray()),
            new([new AttributeDecl(new NodeId(2), Operator, arguments.ToEquatableArray())]),
            IsSplit: false);
        ShapedModule shaped = ShapeInference.Infer(Binder.Bind(model));
        return shaped.HasErrors ? null : new OperatorAnswer([.. shaped.Output!.Dims], shaped.Cost.Parameters);
    }

    public override string ToString()
        => $"{Operator}({string.Join(", ", Arguments.Select(argument => $"{argument.Key} = {argument.Value}"))}{string.Join(", ", List)}) "
            + $"on {string.Join("x", Input)}{(IsIndices ? " indices" : "")}";

    /// <summary>Mostly of the rank that the operator is meant for.</summary>
    private static long[] RandomInput(Random random, string name)
    {
        int rank = random.Next(5) == 0 ? random.Next(1, 4) : name switch
        {
            "Linear" or "LayerNorm" or "RMSNorm" => random.Next(1, 3),
            "Tokens" or "PosEmbed" or "Attention" => 2,
            "Embedding" => 1,
            "Conv" or "DepthwiseConv" or "MaxPool" or "AvgPool" or "GlobalAvgPool" or "GlobalMaxPool" or "GroupNorm" or "Shuffle" or "Select" or "Mean" => random.Next(2, 4),
            "ConvTranspose" or "PatchEmbed" or "AdaptiveAvgPool" or "Upsample" or "Pad" or "SE" => 3,
            _ => random.Next(1, 4),
        };
        return [random.Next(1, 9), .. Enumerable.Range(1, rank - 1).Select(_ => (long)random.Next(1, 13))];
    }

    /// <summary>Sizes that often have the right product, now and then with a -1 or a wrong size in them.</summary>
    private static long[] RandomSizes(Random random, long elements)
    {
        List<long> sizes = [];
        while (sizes.Count < 2 && random.Next(3) > 0)
        {
            long[] divisors = [.. Enumerable.Range(1, (int)elements).Where(size => elements % size == 0).Select(size => (long)size)];
            sizes.Add(divisors[random.Next(divisors.Length)]);
            elements /= sizes[^1];
        }

        sizes.Add(elements);
        if (random.Next(3) == 0)
        {
            sizes[random.Next(sizes.Count)] = random.Next(3) == 0 ? random.Next(1, 9) : -1;
        }

        if (random.Next(8) == 0)
        {
            sizes[random.Next(sizes.Count)] = random.Next(-1, 9);
        }

        return [.. sizes];
    }

    private static Constant Constant(string name, long value) => name switch
    {
        "Bias" => new Constant.Bool(value != 0),
        "Mode" => new Constant.Text(((Interpolation)value).ToString()),
        _ => new Constant.Integer(value),
    };
}
