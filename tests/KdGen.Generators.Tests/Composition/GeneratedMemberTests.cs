using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Composition;

/// <summary>The list of generated names is what the emitters write: a name that is missing there would be an error in code that nobody wrote.</summary>
public sealed class GeneratedMemberTests
{
    private const string Source = """
        using KdGen;
        [Teacher, Input(3, 8, 8), Output<Big.Cls, Big.Dist>] public partial class Big
        {
            [Arg] public const int C = 8;
            [Conv(C, Bias = false), BatchNorm, ReLU, Dropout] public partial class Stem;
            [Repeat<Block>(2, 16, Stride = 2)]                public partial class Body;
            [Parallel<Left, Unit>(Join.Cat)]                  public partial class Wide { [Conv(4)] public partial class Left; }
            [From<Wide>, GlobalAvgPool, Linear(3)]            public partial class Cls;
            [Key("d.x"), From<Wide>, Flatten, Linear(3)]      public partial class Dist;
        }
        [Conv(C, Stride = S), BatchNorm, Residual(Shortcut.Project), Residual(Shortcut.IfSame), Upsample(S)] public partial class Block { [Arg] public const int C = 4, S = 1; }
        [Conv(2), ReLU] public partial class Unit;
        [Student, Input(3, 8, 8)] [Conv(8), Repeat<Block>(2), GlobalAvgPool, Linear(3)] public partial class Small;
        [Args(4)] public partial class Narrow : Big;
        [Input(3, 8, 8)] public partial class Tapped
        {
            [Conv(8)] public partial class Body { }
            public partial class Inner { [Conv(8)] public partial class One; [Conv(8)] public partial class Two; }
            [GlobalAvgPool, Linear(3)] public partial class Head;
        }
        [Distill<Big, Small>(TeacherWeights = "big.safetensors"), DistillLoss(Kind.CE, Weight = 0.3), DistillLoss(Kind.KL, T = 3, Weight = 0.9), Adam] public partial class First;
        [Distill<Tapped, Tapped>, DistillLoss(Kind.CE), DistillLoss<Tapped.Inner.One, Tapped.Inner.One>(Kind.Hint, Weight = 3), Adam] public partial class Second;
        [Train<Small>, Adam] public partial class Third;
        [Distill<Big, Tapped>(TeacherWeights = "big.safetensors"), DistillLoss(Kind.CE), DistillLoss<Big.Body, Tapped.Body>(Kind.Hint, Project = Projector.ConvReg), Adam] public partial class Fourth;
        [Distill<Tapped, Tapped>, DistillLoss(Kind.CE, WarmUp = 2), DistillLoss<Tapped.Inner.One, Tapped.Inner.One>(Kind.Hint, Phase = 2), DistillLoss<Tapped.Body, Tapped.Body>(Kind.FT, Pretrain = 1), Adam, Phase(1), Phase(2)] public partial class Fifth;
        """;

    [Theory]
    [InlineData("Big")]
    [InlineData("Small")]
    [InlineData("Tapped")]
    public void Model_HasTheListedMembers(string model)
    {
        Generated generated = GeneratorHarness.Run(Source);
        ShapedModule shaped = RecipeWithModels.Shaped(Parsed.Module(Compilations.Create(Source), model))!;
        Assert.False(shaped.HasErrors, string.Join("\n", shaped.Problems.Select(problem => problem.Text)));
        ClassBuilder builder = new(shaped.Body!);
        foreach ((string name, ShapedClass place) in builder.Places)
        {
            Assert.Equal(Written(generated, name), Listed(GeneratedMembers.Of(place, builder.Of(place), place == shaped.Body)));
        }
    }

    [Fact]
    public void MemberOfAFamily_HasTheListedMembers() => Assert.Equal(
        Written(GeneratorHarness.Run(Source), "Narrow"),
        Listed(GeneratedMembers.OfFamilyMember(Parsed.Module(Compilations.Create(Source), "Narrow"))));

    [Theory]
    [InlineData("First")]
    [InlineData("Second")]
    [InlineData("Third")]
    [InlineData("Fourth")]
    [InlineData("Fifth")]
    public void Recipe_HasTheListedMembers(string recipe)
    {
        RecipeIr bound = Bound(Source, recipe);
        Assert.False(bound.HasErrors, string.Join("\n", bound.Problems.Select(problem => problem.Text)));
        Assert.Equal(
            Written(GeneratorHarness.Run(Source), recipe),
            Listed(GeneratedMembers.Of(bound).Concat(GeneratedMembers.Inside(bound)).Concat(GeneratedMembers.OfLoss(bound))));
    }

    [Fact]
    public void Skeletons_HaveTheListedMembers()
    {
        const string Wrong = """
            using KdGen; using static TorchSharp.torch;
            [Input(3, 8, 8)] public partial class Net { [Conv(99, 2)] public partial class Body; Tensor Forward(Tensor x) => body.call(x); }
            [Input(3, 8, 8), Output<Two.Cls, Two.Dist>] public partial class Two { [Conv(99, 2), Flatten] public partial class Body; [Linear(2)] public partial class Cls; [From<Body>, Linear(2)] public partial class Dist; }
            [Train<Net>, Adam, Sgd(1)] public partial class Recipe;
            [Distill<Two, Two>, DistillLoss(Kind.CE), DistillLoss<Two.Cls, Two.Body>(Kind.Hint), Adam] public partial class Tapped;
            """;
        Generated generated = GeneratorHarness.Run(Wrong);
        Assert.Equal(Written(generated, "Net"), Listed(GeneratedMembers.OfSkeleton(Parsed.Module(Compilations.Create(Wrong), "Net"))));
        Assert.Equal(Written(generated, "Two"), Listed(GeneratedMembers.OfSkeleton(Parsed.Module(Compilations.Create(Wrong), "Two"))));
        Assert.Equal(Written(generated, "Recipe"), Listed(GeneratedMembers.OfSkeleton(Bound(Wrong, "Recipe"))));
        Assert.Equal(Written(generated, "Tapped"), Listed(GeneratedMembers.OfSkeleton(Bound(Wrong, "Tapped"))));
    }

    private static RecipeIr Bound(string source, string recipe)
    {
        INamedTypeSymbol type = Parsed.Type(Compilations.Create(source), recipe);
        var (teacher, student) = DeclarationParser.ModelsOf(type)!.Value;
        ShapedModule? taught = teacher is null ? null : RecipeWithModels.Shaped(DeclarationParser.Module(teacher, default));
        ShapedModule? learned = RecipeWithModels.Shaped(DeclarationParser.Module(student, default));
        RecipeWithModels whole = new RecipeWithModels(DeclarationParser.Recipe(type, default)!, taught is null ? null : ModuleSignature.Of(taught), ModuleSignature.Of(learned!)).WithTaps(taught, learned);
        return RecipeBinder.Bind(whole.Declaration, whole.Teacher, whole.Student);
    }

    private static string[] Listed(IEnumerable<GeneratedMember> members) => [.. members.Select(Text).Order(StringComparer.Ordinal)];

    // Of a method that reads a model only the name counts.
    private static string Text(GeneratedMember member) => $"{member.Name}{(member.Kind == MemberKind.Value ? "" : $"({string.Join(", ", member.Parameters)})")}";

    private static string[] Written(Generated generated, string type)
    {
        INamedTypeSymbol symbol = Parsed.Type(generated.Compilation, type.Replace("global::", "", StringComparison.Ordinal) switch { var name when name.Split('.') is { Length: > 1 } parts => string.Join("+", parts), var name => name });
        return [.. symbol.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared
                && member is not IMethodSymbol { AssociatedSymbol: not null }
                && member.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
            .Select(member => member is not IMethodSymbol method || member.Name.Contains("Read", StringComparison.Ordinal)
                ? member.Name
                : $"{(method.MethodKind == MethodKind.Constructor ? symbol.Name : member.Name)}({string.Join(", ", method.Parameters.Select(parameter => TypeReader.ReferenceTo(parameter.Type)))})")
            .Order(StringComparer.Ordinal)];
    }
}
