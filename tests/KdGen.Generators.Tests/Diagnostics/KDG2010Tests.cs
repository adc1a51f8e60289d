using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2010Tests
{
    private const string Models = """
        using KdGen;
        [Input(4)] public partial class Big { [Linear(32), ReLU] public partial class Body; [Linear(3)] public partial class Head; }
        [Input(4), Output<Cls, Dist>] public partial class Small
        {
            [Linear(8), ReLU] public partial class Body;
            [From<Body>, Linear(3)] public partial class Cls;
            [From<Body>, Linear(3)] public partial class Dist;
        }

        """;

    [Theory]
    [InlineData("DistillLoss(Kind.CE, Student = nameof(Small.Cls)), DistillLoss(Kind.KL, Student = nameof(Small.Cls))")]
    [InlineData("DistillLoss(Kind.CE, Student = nameof(Small.Cls)), DistillLoss(Kind.KL, Student = nameof(Small.Cls)), DistillLoss(Kind.HardLabel, Weight = 0, Student = nameof(Small.Dist))")]
    public void HeadBesideOneThatIsRead_IsReported(string losses) => AnalyzerHarness.Reports(
        "KDG2010", "no term reads head Dist of Small, so it learns nothing: add [DistillLoss(Kind.HardLabel, Student = nameof(Small.Dist))]",
        Models + $"[Distill<Big, [|Small|]>, {losses}, Adam] public partial class Recipe;");

    [Fact]
    public void HeadForTheLabels_IsReported() => AnalyzerHarness.Reports(
        "KDG2010", "no term reads head Cls of Small, so it learns nothing: add [DistillLoss(Kind.CE, Student = nameof(Small.Cls))]",
        Models + "[Distill<Big, [|Small|]>, DistillLoss(Kind.KL, Student = nameof(Small.Dist)), Adam] public partial class Recipe;");

    [Fact]
    public void HeadInTrain_IsReported() => AnalyzerHarness.Reports(
        "KDG2010", "no term reads head Dist of Small, so it learns nothing: add [DistillLoss(Kind.CE, Student = nameof(Small.Dist))]",
        Models + "[Train<[|Small|]>, DistillLoss(Kind.CE, Student = nameof(Small.Cls)), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.CE, Student = nameof(Small.Cls)), DistillLoss(Kind.HardLabel, Student = nameof(Small.Dist))")]
    [InlineData("DistillLoss(Kind.CE, Student = nameof(Small.Cls)), DistillLoss(Kind.KL)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL)")]
    [InlineData("DistillLoss(Kind.CE, Student = null), DistillLoss(Kind.KL, Student = null, Teacher = null)")]
    [InlineData("DistillLoss(Kind.CE, Student = nameof(Small.Cls)), DistillLoss<Big.Head, Small.Dist>(Kind.Hint)")]
    public void HeadsThatAreRead_AreSilent(string losses) => AnalyzerHarness.IsSilent(Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    [Fact]
    public void ModelOfOneResult_IsSilent() => AnalyzerHarness.IsSilent(
        Models + "[Input(4)] [Linear(3)] public partial class Tiny; [Distill<Small, Tiny>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, Teacher = nameof(Small.Dist)), Adam] public partial class Recipe;");

    [Fact]
    public void OtherMistake_IsTheOnlyOne() => AnalyzerHarness.Reports(
        "KDG2012", "KL has T = 0: a temperature is above 0, for example T = 4",
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE, Student = nameof(Small.Cls)), DistillLoss(Kind.KL, T = [|0|], Student = nameof(Small.Cls)), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_AddsATerm() => CodeFixHarness.Fixes(
        "namespace My {\n" + Models + "\n[Distill<Big, [|Small|]>]\n[DistillLoss(Kind.CE, Student = nameof(Small.Cls))]\n[DistillLoss(Kind.KL, Student = nameof(Small.Cls))]\n[Adam]\npublic partial class Recipe;\n}\n",
        "Add [DistillLoss(Kind.HardLabel, Student = nameof(Small.Dist))]",
        "namespace My {\n" + Models + "\n[Distill<Big, Small>]\n[DistillLoss(Kind.CE, Student = nameof(Small.Cls))]\n[DistillLoss(Kind.KL, Student = nameof(Small.Cls))]\n[DistillLoss(Kind.HardLabel, Student = nameof(Small.Dist))]\n[Adam]\npublic partial class Recipe;\n}\n");

    [Fact]
    public void Related_IsTheHead()
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(Compilations.Create(
            Models + "[Distill<Big, Small>, DistillLoss(Kind.CE, Student = nameof(Small.Cls)), DistillLoss(Kind.KL, Student = nameof(Small.Cls)), Adam] public partial class Recipe;")));
        Assert.Equal("Dist", diagnostic.AdditionalLocations.Select(location => location.SourceTree!.GetText().ToString(location.SourceSpan)).First());
    }
}
