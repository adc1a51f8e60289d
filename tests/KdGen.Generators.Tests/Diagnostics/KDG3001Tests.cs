using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG3001Tests
{
    [Fact]
    public void NoOptimizer_IsReported() => AnalyzerHarness.Reports("KDG3001", "Recipe has no optimizer: add [Adam(1e-3)] or [Sgd(0.1)]", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL)] public partial class [|Recipe|];
        """);

    [Fact]
    public void TwoOptimizers_IsReported() => AnalyzerHarness.Reports("KDG3001", "Recipe has two optimizers, Adam and Sgd: keep one", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL), Adam, [|Sgd|](0.1)] public partial class Recipe;
        """);

    [Fact]
    public void OneOptimizer_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL), AdamW] public partial class Recipe;
        """);

    private const string Models = """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;

        """;

    [Theory]
    [InlineData("Add [Adam(0.001)]", "Adam(0.001)")]
    [InlineData("Add [Sgd(0.1)]", "Sgd(0.1)")]
    public void Fix_AddsAnOptimizer(string title, string added) => CodeFixHarness.Fixes(
        Models + "[Distill<Big, Small>, DistillLoss(Kind.KL)]\npublic partial class [|Recipe|];",
        title,
        Models + $"[Distill<Big, Small>, DistillLoss(Kind.KL)]\n[{added}]\npublic partial class Recipe;");

    [Theory]
    [InlineData("Remove Sgd", "Adam")]
    [InlineData("Remove Adam", "Sgd(0.1)")]
    public void Fix_RemovesOne(string title, string left) => CodeFixHarness.Fixes(
        Models + "[Distill<Big, Small>, DistillLoss(Kind.KL), Adam, [|Sgd|](0.1)] public partial class Recipe;",
        title,
        Models + $"[Distill<Big, Small>, DistillLoss(Kind.KL), {left}] public partial class Recipe;");

    [Fact]
    public void ThreeOptimizers_AreOneMistake() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(4)] [Linear(3)] public partial class Net;
        [Train<Net>, Adam, [|Sgd|](0.1), AdamW] public partial class Recipe;
        """, "Remove Sgd and AdamW", """
        using KdGen;
        [Input(4)] [Linear(3)] public partial class Net;
        [Train<Net>, Adam] public partial class Recipe;
        """);
}
