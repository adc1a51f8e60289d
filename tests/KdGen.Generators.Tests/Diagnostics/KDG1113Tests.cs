using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1113Tests
{
    private const string Family = """
        using KdGen;
        [Input(8)] public partial class Family { [Arg] public const int N = 3; [Linear(N)] public partial class Head; }

        """;

    private const string Recipe = "it belongs beside [Distill<Teacher, Student>] or [Train<Model>]";

    [Theory]
    [InlineData("[|DistillLoss|](Kind.CE)", "DistillLoss")]
    [InlineData("[|Adam|]", "Adam")]
    [InlineData("[|Epochs|](3)", "Epochs")]
    [InlineData("[|Batch|](3)", "Batch")]
    [InlineData("[|Phase|](1)", "Phase")]
    [InlineData("[|DistillLoss|](Kind.CE), DistillLoss(Kind.KL), Adam, Epochs(3)", "DistillLoss")]
    public void PartOfARecipeWithoutHeader_IsReported(string attributes, string name) => AnalyzerHarness.Reports("KDG1113", $"[{name}] means nothing on Other: {Recipe}", $$"""
        using KdGen;
        [{{attributes}}] public partial class Other;
        """);

    [Fact]
    public void OptimizerOnAModel_IsReported() => AnalyzerHarness.Reports("KDG1113", $"[Adam] means nothing on Net: {Recipe}", """
        using KdGen;
        [Input(8), [|Adam|]] [Linear(2)] public partial class Net;
        """);

    [Fact]
    public void KeyOnAModel_IsReported() => AnalyzerHarness.Reports("KDG1113", "[Key] means nothing on Net: the name of a model is in none of its keys", """
        using KdGen;
        [Input(8), [|Key|]("net")] [Linear(2)] public partial class Net;
        """);

    [Fact]
    public void OutputOnAStage_IsReported() => AnalyzerHarness.Reports("KDG1113", "[Output] means nothing on Tail: a model alone has heads", """
        using KdGen;
        [Input(8)] public partial class Net
        {
            [[|Output<Net.Tail.A, Net.Tail.B>|]] public partial class Tail { [Linear(2)] public partial class A; [Linear(2)] public partial class B; }
        }
        """);

    [Theory]
    [InlineData("[|OnlyIfShapeChanges|], Linear(8)", "OnlyIfShapeChanges")]
    [InlineData("[|From<Net>|], Linear(8)", "From")]
    public void WiringOnAModel_IsReported(string attributes, string name) => AnalyzerHarness.Reports("KDG1113", $"[{name}] means nothing on Net: it is for a stage, which has others before it", $$"""
        using KdGen;
        [Input(8)] [{{attributes}}] public partial class Net;
        """);

    [Fact]
    public void WiringOnABranch_IsReported() => AnalyzerHarness.Reports("KDG1113", "[OnlyIfShapeChanges] means nothing on Left: it is for a stage, which has others before it", """
        using KdGen;
        [Input(8)] [Parallel<Left, Right>(Join.Add)] public partial class Net
        {
            [[|OnlyIfShapeChanges|], Linear(3)] public partial class Left;
            [Linear(3)] public partial class Right;
        }
        """);

    [Theory]
    [InlineData("[Args(9), [|Linear|](3)] public partial class Nine : Family;", "[Linear] means nothing on Nine: its operators are those of Family")]
    [InlineData("[Args(9)] public partial class Nine : Family { [[|Linear|](3)] public partial class Tail; }", "[Linear] means nothing on Tail: the stages of Nine are those of Family")]
    [InlineData("[Args(9)] public partial class Nine : Family { [Arg] public const int [|M|] = 3; }", "[Arg] means nothing on M: its parameters are those of Family")]
    [InlineData("[Args(9), [|Key|](\"nine\")] public partial class Nine : Family;", "[Key] means nothing on Nine: the name of a model is in none of its keys")]
    public void PartOfAMemberOfAFamily_IsReported(string member, string message) => AnalyzerHarness.Reports("KDG1113", message, Family + member);

    [Fact]
    public void OperatorOnARecipe_IsReported() => AnalyzerHarness.Reports("KDG1113", "[Linear] means nothing on Recipe: a recipe is no model", Family + """
        [Train<Family>, Adam, [|Linear|](3)] public partial class Recipe;
        """);

    [Theory]
    [InlineData("public static readonly int [|C|] = 3;", "make it a const")]
    [InlineData("public const long [|C|] = 3;", "make it an int, a double or a bool")]
    [InlineData("public const string [|C|] = \"3\";", "make it an int, a double or a bool")]
    public void ArgOfAnotherType_IsReported(string field, string cure) => AnalyzerHarness.Reports("KDG1113", $"[Arg] means nothing on C: {cure}", $$"""
        using KdGen;
        [Input(8)] public partial class Net { [Arg] {{field}} [Linear(3)] public partial class Head; }
        """);

    [Fact]
    public void ArgOfAnyOtherClass_IsReported() => AnalyzerHarness.Reports("KDG1113", "[Arg] means nothing on C: Sizes is no model, stage or block", """
        using KdGen;
        public static class Sizes { [Arg] public const int [|C|] = 3; }
        """);

    [Fact]
    public void ForwardOfOtherParameters_IsReported() => AnalyzerHarness.Reports("KDG1113", "Forward(Tensor, int) means nothing on Net: the build calls Tensor Forward(Tensor x), with nothing else to give", """
        using KdGen; using TorchSharp;
        [Input(8)] public partial class Net { [Linear(3)] public partial class Head; torch.Tensor [|Forward|](torch.Tensor x, int n) => x * n; }
        """);

    [Theory]
    [InlineData("readonly TorchSharp.Modules.Linear [|extra|] = nn.Linear(3, 3);")]
    [InlineData("public readonly nn.Module<Tensor, Tensor> [|extra|] = new Other();")]
    public void ModuleInAFieldOfTheUsers_IsReported(string field) => AnalyzerHarness.Reports("KDG1113", "field extra means nothing on Net: it is neither trained nor saved, make it a stage", $$"""
        using KdGen; using TorchSharp; using static TorchSharp.torch;
        [Input(8)] [Linear(3)] public partial class Other;
        [Input(8)] [Shape(3)] public partial class Net { [Linear(3)] public partial class Head; {{field}} Tensor Forward(Tensor x) => extra.forward(head.call(x)); }
        """);

    [Fact]
    public void ModuleThatTheUserRegisters_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen; using TorchSharp; using static TorchSharp.torch;
        [Input(8)] [Shape(3)] public partial class Net
        {
            [Linear(3)] public partial class Head;
            readonly TorchSharp.Modules.Linear extra = nn.Linear(3, 3);
            static readonly TorchSharp.Modules.Linear shared = nn.Linear(3, 3);
            public Net(bool extended) : this() { if (extended) register_module("extra", extra); }
            Tensor Forward(Tensor x) => shared.forward(extra.forward(head.call(x)));
        }
        """);

    [Fact]
    public void WhatHasAnEffect_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen; using static TorchSharp.torch;
        [Teacher, Student, Input(8)] public partial class Net
        {
            [Arg] public const double P = 0.1f;
            [Arg] public const bool B = true;
            [Key("x"), Linear(8)] public partial class First;
            [From<First>, Shape(8)] public partial class Second { [Arg] public const int D = 8; [Linear(D)] public partial class Inner; }
            [Linear(3)] public partial class Head;
            public Tensor Forward(Tensor x, int times) => forward(x);
            [Input(8)] [Linear(3)] public partial class Beside;
        }
        [Key("left"), Linear(3)] public partial class Left;
        [Linear(3)] public partial class Right;
        [Input(8)] [Parallel<Left, Right>(Join.Add)] public partial class Joined;
        public partial class Unused { [Arg] public const int C = 3; [Linear(C)] public partial class Part; }
        [Train<Net>, Adam, Epochs(3), Batch(4)] public partial class Recipe;
        """);

    [Fact]
    public void AttributesThatDoNotCompile_AreCSharps() => Assert.Empty(AnalyzerHarness.Analyze(GeneratorHarness.Run("""
        using KdGen;
        [Distil<int>, Adam, Epochs(3)] public partial class Recipe;
        """).Compilation));

    [Theory]
    [InlineData("[Input(8), [|Key|](\"net\")] [Linear(2)] public partial class Net;", "Remove [Key]", "[Input(8)] [Linear(2)] public partial class Net;")]
    [InlineData("[Input(8)] [Linear(2)] [[|Adam|], Epochs(3)] public partial class Net;", "Remove what belongs to a recipe", "[Input(8)] [Linear(2)] public partial class Net;")]
    [InlineData("[Args(9)]\npublic partial class Nine : Family\n{\n    [[|Linear|](3)]\n    public partial class Tail;\n}", "Remove Tail", "[Args(9)]\npublic partial class Nine : Family\n{\n}")]
    public void Fix_RemovesIt(string before, string title, string after) => CodeFixHarness.Fixes(Family + before, title, Family + after);

    [Fact]
    public void StageWithTheNameOfABlockElsewhere_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(8)] public partial class Net
        {
            [Linear(8), ReLU] public partial class Body;
            [Linear(8), ReLU] public partial class Deep;
            [From<Body>, Linear(8), ReLU] public partial class Wide;
            [Cat<Deep, Wide>, Linear(2)] public partial class Head;
        }
        [Input(8)] [Repeat<Blocks.Wide>(2), Linear(2)] public partial class Other;
        public partial class Blocks { [Linear(8), ReLU] public partial class Wide; }
        """);
}
