using System.Globalization;
using System.Reflection;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Tests.Shapes;

/// <summary>The attributes that users write and the tables that the compiler reads are two lists of the same things: this holds them together.</summary>
public sealed class LanguageTableTests
{
    /// <summary>Properties whose default is a rule ("same" padding, stride = kernel) and not their initial 0.</summary>
    private static readonly string[] Ruled = ["Conv.Pad", "DepthwiseConv.Pad", "MaxPool.Stride", "AvgPool.Stride"];

    /// <summary>Attributes that stand in a list as operators do, but join or arrange values instead of being a row of the table.</summary>
    private static readonly string[] Composition = ["Add", "Call", "Cat", "From", "OnlyIfShapeChanges", "Parallel", "Repeat", "Residual"];

    [Fact]
    public void Operators_AreTheLayerAttributes()
        => Assert.Equal(
            Names<LayerAttribute>(),
            OpCatalog.All.Select(spec => spec.Name).Concat(Composition).Order(StringComparer.Ordinal));

    [Fact]
    public void Optimizers_AreTheOptimizerAttributes()
        => Assert.Equal(Names<OptimizerAttribute>(), OptimizerCatalog.All.Select(spec => spec.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Kinds_AreTheLosses() => Assert.Equal(Enum.GetNames<Kind>(), Enum.GetNames<LossKind>());

    [Fact]
    public void Arguments_AreTheOperatorsParameters()
        => Assert.All(OpCatalog.All, spec => Agrees(typeof(LayerAttribute), spec.Name, spec.Parameters));

    [Fact]
    public void Interpolations_AreTorchs()
        => Assert.All(Enum.GetNames<Interpolation>(), name => Assert.Contains(name, Enum.GetNames<TorchSharp.torch.InterpolationMode>()));

    [Fact]
    public void Arguments_AreTheOptimizersParameters()
        => Assert.All(OptimizerCatalog.All, spec => Agrees(typeof(OptimizerAttribute), spec.Name, spec.Parameters));

    [Theory]
    [InlineData(typeof(EpochsAttribute), "count")]
    [InlineData(typeof(BatchAttribute), "size")]
    [InlineData(typeof(PhaseAttribute), "number")]
    [InlineData(typeof(InputAttribute), "shape")]
    [InlineData(typeof(DistillLossAttribute), "kind")]
    public void Constructor_HasTheNameThatTheCompilerReads(Type attribute, string parameter)
        => Assert.Equal(parameter, Assert.Single(attribute.GetConstructors().Select(static constructor => constructor.GetParameters()), static parameters => parameters.Length == 1)[0].Name);

    [Fact]
    public void LossOfTheUser_IsNamedByTypeAndMethod()
        => Assert.Equal(["type", "method"], typeof(DistillLossAttribute).GetConstructors().Select(static constructor => constructor.GetParameters()).Single(static parameters => parameters.Length == 2).Select(static parameter => parameter.Name));

    [Fact]
    public void DistillLoss_WeighsOneAtTemperatureOne()
    {
        DistillLossAttribute loss = new(Kind.KL);

        Assert.Equal((1.0, 1.0), (loss.Weight, loss.T));
    }

    private static void Agrees(Type family, string name, EquatableArray<OpParameter> parameters)
    {
        Type attribute = family.Assembly.GetType($"KdGen.{name}Attribute")!;
        ConstructorInfo[] constructors = attribute.GetConstructors();
        ParameterInfo[] positional = constructors.MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();
        PropertyInfo[] named = [.. attribute.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && property.Name != nameof(LayerAttribute.Key))];
        Assert.Equal(
            positional.Select(parameter => parameter.Name).Concat(named.Select(property => property.Name)),
            parameters.Select(parameter => parameter.Name));

        ConstructorInfo shortest = constructors.MinBy(constructor => constructor.GetParameters().Length)!;
        object instance = shortest.Invoke([.. shortest.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : IsList(parameter) ? Array.Empty<int>() : 1)]);
        foreach (OpParameter parameter in parameters)
        {
            Assert.Equal(IsDemanded(parameter.Name), parameter.IsRequired);
            object? initial = positional.FirstOrDefault(other => other.Name == parameter.Name) is { } argument
                ? (argument.HasDefaultValue ? argument.DefaultValue : null)
                : named.Single(property => property.Name == parameter.Name).GetValue(instance);
            if (initial is Enum member)
            {
                Assert.Equal(new Constant.Text(member.ToString()), parameter.Default);
            }
            else if (!Ruled.Contains($"{name}.{parameter.Name}") && initial is not null)
            {
                Assert.Equal(Number(initial), Number(parameter.Default));
            }
        }

        bool IsDemanded(string argument) => constructors.All(constructor => constructor.GetParameters().Any(other => other.Name == argument && !other.HasDefaultValue && !IsList(other)));
    }

    private static IEnumerable<string> Names<TAttribute>()
        => typeof(TAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(TAttribute)) && !type.IsAbstract)
            .Select(type => type.Name.Split('`')[0][..^"Attribute".Length])
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static bool IsList(ParameterInfo parameter) => parameter.ParameterType == typeof(int[]);

    private static double Number(object? value) => value switch
    {
        Constant.Integer integer => integer.Value,
        Constant.Real real => real.Value,
        Constant.Bool flag => flag.Value ? 1 : 0,
        bool flag => flag ? 1 : 0,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => double.NaN,
    };
}
