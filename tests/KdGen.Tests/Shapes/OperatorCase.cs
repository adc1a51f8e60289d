using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;

namespace KdGen.Tests.Shapes;

/// <summary>One operator on one input: what a user might write, and what the compiler says about it.</summary>
internal sealed record OperatorCase(long[] Input, string Operator, IReadOnlyDictionary<string, long> Arguments)
{
    /// <summary>A random operator with arguments in their ranges; the shapes may fit or not.</summary>
    public static OperatorCase Random(Random random)
    {
        long[] input = random.Next(4) == 0
            ? [random.Next(1, 9)]
            : [random.Next(1, 9), random.Next(1, 13), random.Next(1, 13)];
        string name = Operators[random.Next(Operators.Length)];
        Dictionary<string, long> arguments = [];
        switch (name)
        {
            case "Conv":
                Maybe("inChannels", 3, () => random.Next(5) == 0 ? random.Next(1, 9) : input[0]);
                arguments["outChannels"] = random.Next(1, 9);
                Maybe("Kernel", 2, () => random.Next(1, 8));
                Maybe("Stride", 3, () => random.Next(1, 5));
                Maybe("Pad", 2, () => random.Next(0, 4));
                Maybe("Groups", 4, () => random.Next(1, 5));
                Maybe("Dilation", 4, () => random.Next(1, 4));
                Maybe("Bias", 4, () => 0);
                break;
            case "Linear":
                Maybe("inFeatures", 2, () => random.Next(4) == 0 ? random.Next(1, 9) : input[0]);
                arguments["outFeatures"] = random.Next(1, 9);
                Maybe("Bias", 4, () => 0);
                break;
            case "MaxPool" or "AvgPool":
                arguments["kernel"] = random.Next(1, 8);
                Maybe("Stride", 2, () => random.Next(1, 5));
                Maybe("Pad", 2, () => random.Next(0, 5));
                break;
        }

        return new OperatorCase(input, name, arguments);

        void Maybe(string argument, int oneIn, Func<long> value)
        {
            if (random.Next(oneIn) == 0)
            {
                arguments[argument] = value();
            }
        }
    }

    /// <summary>Every operator of the table.</summary>
    public static string[] Operators => [.. Compiler.Ops.OpCatalog.All.Select(spec => spec.Name)];

    /// <summary>The compiler's output shape for one sample; null when it refuses.</summary>
    public long[]? Inferred()
    {
        AttributeDecl attribute = new(
            new NodeId(2),
            Operator,
            Arguments.Select(argument => new Argument(argument.Key, Constant(argument.Key, argument.Value))).ToEquatableArray());
        ModuleDecl model = new(
            new TypeName("", default, "Net"),
            new ClassForm(IsPartial: true, NotPartial: null, IsStatic: false, IsGeneric: false, IsAbstract: false, IsRecord: false, IsFileLocal: false),
            new AttributeDecl(new NodeId(1), "Input", new([new Argument("shape", new Constant.Integers(new(Input)))])),
            new([attribute]),
            IsSplit: false);
        ShapedModule shaped = ShapeInference.Infer(Binder.Bind(model));
        return shaped.HasErrors ? null : [.. shaped.Output!.Dims];
    }

    public override string ToString()
        => $"{Operator}({string.Join(", ", Arguments.Select(argument => $"{argument.Key} = {argument.Value}"))}) on {string.Join("x", Input)}";

    private static Constant Constant(string name, long value) => name == "Bias" ? new Constant.Bool(value != 0) : new Constant.Integer(value);
}
