using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1108Tests
{
    [Fact]
    public void HeadBesideTheResult_IsReported() => AnalyzerHarness.Reports("KDG1108", Message("Aux"), """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4), ReLU, GlobalAvgPool] public partial class Body;
            [Linear(10)] public partial class [|Aux|];
            [From<Body>, Linear(10)] public partial class Logits;
        }
        """);

    [Fact]
    public void ChainBesideTheResult_IsReportedOnceAtItsEnd() => AnalyzerHarness.Reports("KDG1108", Message("Third"), """
        using KdGen;
        [Input(8)] public partial class Net
        {
            [Linear(8), ReLU] public partial class Body;
            [Linear(4), ReLU] public partial class First;
            [From<Body>, Linear(4), ReLU] public partial class Second;
            [Add<First, Second>] public partial class [|Third|];
            [From<Body>, Linear(10)] public partial class Logits;
        }
        """);

    [Fact]
    public void LastStageBesideTheOutputs_IsReported() => AnalyzerHarness.Reports("KDG1108", Message("Aux"), """
        using KdGen;
        [Input(8), Output<Cls, Dist>] public partial class Net
        {
            [Linear(8), ReLU] public partial class Body;
            [Linear(10)] public partial class Cls;
            [From<Body>, Linear(10)] public partial class Dist;
            [From<Body>, Linear(10)] public partial class [|Aux|];
        }
        """);

    [Fact]
    public void StageOfARepeatedBlock_IsReportedOnce() => AnalyzerHarness.Reports("KDG1108", Message("Unread"), """
        using KdGen;
        public partial class Block
        {
            [Conv(4), ReLU] public partial class Body;
            [Conv(4)] public partial class [|Unread|];
            [Add<Body, Block>, ReLU] public partial class Sum;
        }
        [Input(4, 8, 8)] public partial class Net { [Repeat<Block>(12)] public partial class Stage; [GlobalAvgPool, Linear(2)] public partial class Head; }
        [Input(4, 8, 8)] public partial class Other { [Repeat<Block>(2)] public partial class Stage; [GlobalAvgPool, Linear(2)] public partial class Head; }
        """);

    [Fact]
    public void StageOfAFamily_IsReportedOnce() => AnalyzerHarness.Reports("KDG1108", Message("Aux"), """
        using KdGen;
        [Input(8)] public partial class Family
        {
            [Arg] public const int W = 8;
            [Linear(W), ReLU] public partial class Body;
            [Linear(2)] public partial class [|Aux|];
            [From<Body>, Linear(2)] public partial class Logits;
        }
        [Args(16)] public partial class Wide : Family;
        """);

    [Fact]
    public void NameInATextOrNameOf_ReadsNothing() => AnalyzerHarness.Reports("KDG1108", Message("Aux"), """
        using KdGen;
        [Input(8)] public partial class Net
        {
            [Linear(8), ReLU] public partial class Body;
            [Linear(10)] public partial class [|Aux|];
            [From<Body>, Linear(10)] public partial class Logits;
            public string Text => nameof(aux) + "aux";
        }
        [Train<Net>, Adam, DistillLoss(Kind.CE)] public partial class Recipe;
        """);

    [Theory]
    [InlineData("[Distill<Teacher, Net>, Adam, DistillLoss(Kind.CE), DistillLoss<Teacher.Body, Net.Aux>(Kind.Hint)] public partial class Recipe;")]
    [InlineData("[Distill<Net, Teacher>, Adam, DistillLoss(Kind.CE), KdGen.DistillLossAttribute<global::Net.Aux, Teacher.Body>(Kind.Hint)] public partial class Recipe;")]
    [InlineData("static class Program { static torch.Tensor Run(Net net, torch.Tensor x) => net.aux.forward(x); }")]
    [InlineData("static class Program { static object? Run(Net? net) => net?.aux; }")]
    [InlineData("static class Program { static bool Run(Net net) => net is { aux: not null }; }")]
    [InlineData("public partial class Net { public torch.Tensor Both(torch.Tensor x) => aux.call(body.call(x)); }")]
    [InlineData("public partial class Net { public torch.Tensor Both(torch.Tensor x) => this.aux.call(x); }")]
    [InlineData("public partial class More : Net { public torch.Tensor Both(torch.Tensor x) => aux.call(x); }")]
    public void AuxiliaryHeadThatSomethingReads_IsSilent(string reader) => AnalyzerHarness.IsSilent($$"""
        using KdGen;
        using TorchSharp;
        [Input(8)] public partial class Teacher { [Linear(12, Bias = false), ReLU, Linear(4), ReLU] public partial class Body; [Linear(10)] public partial class Logits; }
        [Input(8)] public partial class Net
        {
            [Linear(8), ReLU] public partial class Body;
            [Linear(4)] public partial class Aux;
            [From<Body>, Linear(10)] public partial class Logits;
        }
        {{reader}}
        """);

    [Theory]
    [InlineData("[Conv(4)] public partial class A; [Conv(4)] public partial class B; [Conv(2)] public partial class C;")]
    [InlineData("[Conv(4)] public partial class A; [From<A>, Conv(4)] public partial class B; [Add<A, B>] public partial class C;")]
    [InlineData("[Conv(4)] public partial class A; [Cat<Net, A>] public partial class B; [Conv(4)] public partial class C; [Cat<B, C>, GlobalAvgPool] public partial class D;")]     // DenseNet
    [InlineData("[Conv(4), ReLU] public partial class Down1; [MaxPool(2), Conv(8), ReLU] public partial class Down2; [MaxPool(2), Conv(8), ReLU] public partial class Middle; [Upsample(2)] public partial class Up1; [Cat<Up1, Down2>, Conv(4), ReLU] public partial class Join1; [Upsample(2)] public partial class Up2; [Cat<Up2, Down1>, Conv(2)] public partial class Mask;")]     // U-Net
    [InlineData("[Conv(4), ReLU] public partial class Body; [From<Net>, Conv(4, Kernel = 1), OnlyIfShapeChanges] public partial class Short; [Add<Body, Short>, ReLU] public partial class Sum;")]
    [InlineData("[Conv(4)] public partial class A; [From<A>] public partial class Same; [Conv(2)] public partial class B; [Add<Same, A>] public partial class C; [From<B>] public partial class D; [Cat<C, D>] public partial class E;")]
    [InlineData("[Parallel<Left, Right>(Join.Cat)] public partial class Both; [Conv(2)] public partial class Left; [Conv(2)] public partial class Right; [Repeat<Unit>(2)] public partial class Units; [Conv(4)] public partial class Unit;")]
    [InlineData("public partial class Outer { [Conv(4)] public partial class In; [From<In>, Conv(4)] public partial class Other; [Add<In, Other>] public partial class Sum; } [GlobalAvgPool] public partial class Pooled;")]
    public void EveryStageIsRead_IsSilent(string stages) => AnalyzerHarness.IsSilent($$"""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net { {{stages}} }
        """);

    [Fact]
    public void TwoHeads_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(4, 8), Output<Cls, Dist>] public partial class Net
        {
            [Tokens(2), LayerNorm] public partial class Norm;
            [Select(0), Linear(10)] public partial class Cls;
            [From<Norm>, Select(1), Linear(10)] public partial class Dist;
        }
        """);

    [Fact]
    public void RecipeInAnotherFile_IsLookedAt()
    {
        const string Model = "using KdGen; [Input(8)] public partial class Net { [Linear(8), ReLU] public partial class Body; [Linear(4)] public partial class Aux; [From<Body>, Linear(4)] public partial class Logits; }";
        Assert.Equal("KDG1108", Assert.Single(AnalyzerHarness.Analyze(Compilations.Create("class Aux { object aux = 1; }", Model))).Id);
        Assert.Empty(AnalyzerHarness.Analyze(Compilations.Create("using KdGen; using Tap = Net.Aux; [Distill<Net, Net>, Adam, DistillLoss(Kind.CE), DistillLoss<Tap, Net.Logits>(Kind.Hint)] public partial class Recipe;", Model)));
    }

    [Fact]
    public void Fix_RemovesTheStage() => CodeFixHarness.Fixes(Unread, "Remove Aux", """
        using KdGen;

        [Input(3, 8, 8)]
        public partial class Net
        {
            [Conv(4), ReLU, GlobalAvgPool] public partial class Body;
            [From<Body>, Linear(10)]       public partial class Logits;
        }
        """);

    [Fact]
    public void Fix_MakesItAHead() => CodeFixHarness.Fixes(Unread, "Add Aux to the outputs", """
        using KdGen;

        [Input(3, 8, 8)]
        [Output<Logits, Aux>]
        public partial class Net
        {
            [Conv(4), ReLU, GlobalAvgPool] public partial class Body;
            [Linear(10)]                   public partial class Aux;
            [From<Body>, Linear(10)]       public partial class Logits;
        }
        """);

    [Fact]
    public void Fix_RemovesTheWholeChain() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Input(8)]
        public partial class Net
        {
            [Linear(8), ReLU] public partial class Body;
            [Linear(4), ReLU] public partial class First;
            [Linear(10)] public partial class [|Second|];
            [From<Body>, Linear(10)] public partial class Logits;
        }
        """,
        "Remove First and Second",
        """
        using KdGen;
        [Input(8)]
        public partial class Net
        {
            [Linear(8), ReLU] public partial class Body;
            [From<Body>, Linear(10)] public partial class Logits;
        }
        """);

    private const string Unread = """
        using KdGen;

        [Input(3, 8, 8)]
        public partial class Net
        {
            [Conv(4), ReLU, GlobalAvgPool] public partial class Body;
            [Linear(10)]                   public partial class [|Aux|];
            [From<Body>, Linear(10)]       public partial class Logits;
        }
        """;

    private static string Message(string stage) => $"nothing reads the output of {stage}: remove it, or name it in From, Add, Cat or Output";
}
