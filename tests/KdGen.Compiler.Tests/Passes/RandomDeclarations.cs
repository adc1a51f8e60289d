using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Tests.Source;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Declarations of every kind of sense and nonsense, the same for a seed.</summary>
internal sealed class RandomDeclarations(int seed)
{
    private static readonly string[] ArgumentNames =
        ["inChannels", "outChannels", "inFeatures", "outFeatures", "kernel", "Kernel", "Stride", "Pad", "Groups", "Dilation", "Bias", "p", "slope", "Eps", "Momentum",
            "shape", "kind", "T", "Weight", "learningRate", "Beta1", "Nesterov", "Dampening", "WeightDecay", "count", "size", "", "Colour"];

    private static readonly string[] Names = [.. OpCatalog.All.Select(spec => spec.Name), "Adam", "AdamW", "Sgd", "DistillLoss", "Epochs", "", "Conv2d"];

    private readonly Random random = new(seed);

    public ModuleDecl Module() => new(
        Type(),
        Form(),
        random.Next(8) == 0 ? null : Input(),
        Attributes(random.Next(8)),
        random.Next(8) == 0);

    public RecipeDecl Recipe() => new(
        Type(),
        Form(),
        new AttributeDecl(new NodeId(1), "Distill", default),
        random.Next(3) == 0 ? null : "global::Sample.A",
        random.Next(5) == 0 ? "" : "global::Sample.B<int>",
        Many(random.Next(4), () => Attribute("DistillLoss")),
        Many(random.Next(8) == 0 ? random.Next(3) : 1, () => Attribute(Pick(["Adam", "AdamW", "Sgd"]))),
        random.Next(2) == 0 ? null : Attribute("Epochs"),
        random.Next(2) == 0 ? null : Attribute("Batch"),
        random.Next(8) == 0 ? (ModelKind)random.Next(3) : ModelKind.Module,
        random.Next(8) == 0 ? (ModelKind)random.Next(3) : ModelKind.Module,
        random.Next(2) == 0);

    private TypeName Type() => new(
        Pick(["", "A", "A.class.B"]),
        Many(random.Next(3), () => new OuterType(Pick(["class", "struct", "record", "interface"]), Pick(["Outer", "event", "Outer<T>"]))),
        Pick(["Net", "class", "System", "torch", "Tensor"]));

    private ClassForm Form() => random.Next(6) == 0
        ? new ClassForm(random.Next(2) == 0, random.Next(2) == 0 ? null : "Outer", random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0)
        : Declare.Partial;

    private AttributeDecl Input()
    {
        if (random.Next(8) == 0)
        {
            return Attribute("Input");
        }

        long[] sizes = random.Next(3) switch
        {
            0 => [random.Next(1, 100)],
            1 => [random.Next(1, 9), random.Next(1, 40), random.Next(1, 40)],
            _ => [.. Enumerable.Range(0, random.Next(5)).Select(_ => Integer())],
        };
        return new AttributeDecl(new NodeId(1), "Input", new([new Argument("shape", new Constant.Integers(new(sizes)))]));
    }

    private EquatableArray<AttributeDecl> Attributes(int count) => Many(count, () => Attribute(Pick(Names)));

    /// <summary>Mostly the arguments that the attribute has, mostly of their types.</summary>
    private AttributeDecl Attribute(string name)
    {
        EquatableArray<OpParameter> parameters = OpCatalog.Find(name)?.Parameters ?? OptimizerCatalog.Find(name)?.Parameters ?? default;
        List<Argument> arguments = [];
        foreach (OpParameter parameter in parameters.Where(parameter => parameter.IsRequired || random.Next(3) == 0))
        {
            arguments.Add(new Argument(parameter.Name, random.Next(20) == 0 ? Constant() : Typed(parameter.Type)));
        }

        if (name == "DistillLoss")
        {
            arguments.Add(new Argument("kind", random.Next(9) == 0 ? Constant() : new Constant.Text(Pick(["CE", "KL", "KL"]))));
            arguments.Add(new Argument(Pick(["T", "Weight"]), new Constant.Real(Real())));
        }

        if (name is "Epochs" or "Batch")
        {
            arguments.Add(new Argument(name == "Epochs" ? "count" : "size", new Constant.Integer(Integer())));
        }

        if (random.Next(12) == 0)
        {
            arguments.Add(new Argument(Pick(ArgumentNames), Constant()));
        }

        return new AttributeDecl(new NodeId(random.Next(20)), name, arguments.ToEquatableArray());
    }

    private Constant Typed(ParameterType type) => type switch
    {
        ParameterType.Integer => new Constant.Integer(Integer()),
        ParameterType.Real => new Constant.Real(Real()),
        _ => new Constant.Bool(random.Next(2) == 0),
    };

    private Constant Constant() => random.Next(6) switch
    {
        0 => new Constant.Integer(Integer()),
        1 => new Constant.Real(Real()),
        2 => new Constant.Bool(true),
        3 => new Constant.Text(Pick(["CE", "KL", "", "\"\n{0}"])),
        4 => new Constant.Integers(new([Integer()])),
        _ => new Constant.Invalid(),
    };

    private long Integer() => random.Next(10) switch
    {
        0 => Pick([0L, -1, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue]),
        1 => random.Next(),
        _ => random.Next(1, 9),
    };

    private double Real() => random.Next(4) switch
    {
        0 => Pick([0.0, -0.0, -1, 1, double.NaN, double.PositiveInfinity, 1e300, 1e-300]),
        1 => random.Next(1, 9),
        _ => random.NextDouble(),
    };

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];

    private static EquatableArray<T> Many<T>(int count, Func<T> make)
        where T : IEquatable<T>
        => Enumerable.Range(0, count).Select(_ => make()).ToArray().ToEquatableArray();
}
