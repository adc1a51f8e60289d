using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Composition;

/// <summary>Base classes that the user's part names.</summary>
public sealed class BaseClassTests
{
    private const string Start = """
        using KdGen;
        using System;
        using TorchSharp;
        using static TorchSharp.torch;
        public class Plain;
        public class Needs { public Needs(int x) { } }
        public abstract class Named(string name) : nn.Module<Tensor, Tensor>(name) { public int Version => 3; }
        public class Nameless() : nn.Module<Tensor, Tensor>("x") { public override Tensor forward(Tensor x) => x; }
        public class OfTwo() : nn.Module<Tensor, Tensor, Tensor>("x") { public override Tensor forward(Tensor a, Tensor b) => a; }
        [Input(8)] [Linear(2)] public partial class Other;

        """;

    [Theory]
    [InlineData("nn.Module<Tensor, Tensor>")]
    [InlineData("Named")]
    [InlineData("KdGen.Modules.KeyedModule")]
    [InlineData("System.ICloneable")]
    public void ModelThatKeepsItsBase_IsAModel(string basis) => AnalyzerHarness.IsSilent(Start + $$"""
        [Input(3, 8, 8)] public partial class Net : {{basis}} { [Conv(4), ReLU, Conv(4)] public partial class Stem : {{basis}} { public object Clone() => this; } [GlobalAvgPool, Linear(2)] public partial class Head; public object Clone() => this; }
        [Train<Net>, Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("Plain")]
    [InlineData("Nameless")]
    [InlineData("OfTwo")]
    [InlineData("Other")]
    [InlineData("Object")]
    public void ModelOfAnotherBase_IsReported(string basis) => AnalyzerHarness.Reports("KDG3002", $"code cannot be added to Net: make it a class without the base class {basis}", Start + $$"""
        [Input(3, 8, 8)] [Flatten, Linear(2)] public partial class [|Net|] : {{basis}};
        """);

    [Fact]
    public void KeysUnderAPlainModule_AreReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make it a class without the base class Named, its keys need another", Start + """
        [Input(3, 8, 8)] public partial class [|Net|] : Named { [Key("a.b"), Conv(2)] public partial class Stem; }
        """);

    [Fact]
    public void StageOfAnotherBase_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Stem: make it a class without the base class Plain", Start + """
        [Input(3, 8, 8)] public partial class Net { [Conv(2)] public partial class [|Stem|] : Plain; }
        """);

    [Fact]
    public void RecipeOfAnyBaseWithoutArguments_IsSilent() => AnalyzerHarness.IsSilent(Start + "[Train<Other>, Adam] public partial class Recipe : Plain;");

    [Fact]
    public void RecipeWhoseBaseNeedsArguments_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Recipe: make it a class without the base class Needs", Start + """
        [Train<Other>, Adam] public partial class [|Recipe|] : Needs { Recipe() : base(3) { } }
        """);

    [Fact]
    public void BaseThatDoesNotExist_IsCSharps() => Assert.Equal(
        ["CS0246"],
        GeneratorHarness.Run(Start + "[Input(8)] [Linear(2)] public partial class Net : Missing;").CompilerDiagnostics().Select(diagnostic => diagnostic.Id));

    [Theory]
    [InlineData("public class Loud : Other;")]
    [InlineData("public class Loud : Middle; public class Middle : Other { public override Tensor forward(Tensor x) => base.forward(x) * 2; }")]
    [InlineData("public class Loud : Larger; [Args(9)] public partial class Larger : Family; [Input(8)] [Linear(H), ReLU, Linear(2)] public partial class Family { [Arg] public const int H = 4; }")]
    public void ClassDerivedFromAModelByHand_IsATeacher(string loud)
    {
        string source = Start + loud + "[Distill<Loud, Other>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;";
        AnalyzerHarness.IsSilent(source);
        Assert.DoesNotContain("Cannot be built", GeneratorHarness.Run(source)["Recipe.Trainer.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void ClassDerivedFromABrokenModelByHand_IsTheModelsProblem() => AnalyzerHarness.Reports("KDG1019", "Net has no [Input]: add the shape of one sample, for example [Input(3, 32, 32)]", Start + """
        [Teacher, Flatten, Linear(2)] public partial class [|Net|];
        public class Loud : Net;
        [Distill<Loud, Other>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("Plain")]
    [InlineData("Named")]
    [InlineData("Nameless")]
    public void ArgsOnAClassWhoseBaseIsNoModel_IsSaidAlone(string basis) => AnalyzerHarness.Reports("KDG1109", "Net gives values to no model: derive it from a model with [Arg] constants", Start + $$"""
        [[|Args|](3)] public partial class Net : {{basis}};
        [Train<Net>, Adam] public partial class Recipe;
        """);
}
