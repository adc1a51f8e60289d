using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2020Tests
{
    private const string Models = """
        using KdGen;
        [LayerNorm, Linear(4), GELU] public partial class Block { [Arg] public const int Unused = 1; }
        [Input(20, 4)] public partial class Big { [Repeat<Block>(3)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(20, 4)] public partial class Small { [Repeat<Block>(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }

        """;

    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL), [|DistillLoss|](Kind.CE, Weight = 0.5)", "CE")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), [|DistillLoss|](Kind.KL, Weight = 2, T = 4)", "KL at T = 4")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), [|DistillLoss<Big.Body, Small.Body>|](Kind.Hint)", "Hint between Big.Body and Small.Body")]
    [InlineData(
        "DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, TeacherLayers = [0, 2], StudentLayers = [0, 1]), [|DistillLoss<Big.Body, Small.Body>|](Kind.Hint, TeacherLayers = [2], StudentLayers = [1])",
        "Hint between Big.Body and Small.Body")]
    public void SameTermAgain_IsReported(string losses, string term) =>
        AnalyzerHarness.Reports("KDG2020", $"{term} stands there already: remove one, or add up the weights", Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 1), DistillLoss(Kind.KL, T = 4)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL), DistillLoss(Kind.CE, Weight = 0)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = true), DistillLoss<Big.Body, Small.Body>(Kind.Hint, TeacherLayers = [0], StudentLayers = [0])")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), DistillLoss<Big.Head, Small.Head>(Kind.Hint)")]
    public void OtherTerms_AreSilent(string losses) => AnalyzerHarness.IsSilent(Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("Remove it", "DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL)")]
    [InlineData("Use one with Weight = 0.3", "DistillLoss(Kind.CE, Weight = 0.3), DistillLoss(Kind.KL)")]
    public void Fix_LeavesOne(string title, string losses) => CodeFixHarness.Fixes(
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL), [|DistillLoss|](Kind.CE, Weight = 0.2), Adam] public partial class Recipe;",
        title,
        Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    private const string Stages = """
        using KdGen;
        [Conv(C), ReLU] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU] public partial class Stem; [Repeat<Block>(3)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class Stem; [Repeat<Block>(2)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Theory]
    [InlineData("DistillLoss<Big.Body, Small.Body>(Kind.AT), [|DistillLoss|](Kind.AT, Teacher = nameof(Big.Body), Student = nameof(Small.Body))")]
    [InlineData("DistillLoss(Kind.AT, Teacher = nameof(Big.Body), Student = nameof(Small.Body)), [|DistillLoss<Big.Body, Small.Body>|](Kind.AT)")]
    [InlineData("DistillLoss(Kind.AT, TeacherStages = [nameof(Big.Stem), nameof(Big.Body)], StudentStages = [nameof(Small.Stem), nameof(Small.Body)]), [|DistillLoss<Big.Body, Small.Body>|](Kind.AT)")]
    [InlineData("DistillLoss(Kind.AT, TeacherStages = [nameof(Big.Body), nameof(Big.Body)], StudentStages = [nameof(Small.Body), [|nameof(Small.Body)|]])")]
    [InlineData("DistillLoss<Big.Body, Small.Body>(Kind.AT, TeacherLayers = [2, 0, 2], StudentLayers = [1, 0, [|1|]])")]
    public void SameStagesWrittenOtherwise_AreReported(string terms) => AnalyzerHarness.Reports(
        "KDG2020", "AT between Big.Body and Small.Body stands there already: remove one, or add up the weights", Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {terms}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.FSP, TeacherStages = [nameof(Big.Body), nameof(Big.Body)], StudentStages = [nameof(Small.Body), nameof(Small.Body)])")]
    [InlineData("DistillLoss<Big.Body, Small.Body>(Kind.AT, TeacherLayers = [2, 2], StudentLayers = [1, 0])")]
    public void OtherPairs_AreSilent(string terms) => AnalyzerHarness.IsSilent(Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {terms}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData(
        "DistillLoss(Kind.AT, TeacherStages = [nameof(Big.Body), nameof(Big.Stem), nameof(Big.Body)], StudentStages = [nameof(Small.Body), nameof(Small.Stem), [|nameof(Small.Body)|]])",
        "DistillLoss(Kind.AT, TeacherStages = [nameof(Big.Body), nameof(Big.Stem)], StudentStages = [nameof(Small.Body), nameof(Small.Stem)])")]
    [InlineData(
        "DistillLoss<Big.Body, Small.Body>(Kind.AT, TeacherLayers = [2, 2], StudentLayers = [1, [|1|]])",
        "DistillLoss<Big.Body, Small.Body>(Kind.AT, TeacherLayers = [2], StudentLayers = [1])")]
    public void Fix_TakesThePairOutOfTheLists(string term, string mended) => CodeFixHarness.Fixes(
        Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;", "Remove the second",
        Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {mended}, Adam] public partial class Recipe;");
}
