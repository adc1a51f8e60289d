using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2018Tests
{
    [Fact]
    public void NoActivationAndNoNormBehind_IsReported() => AnalyzerHarness.Reports(
        "KDG2018", "PreAct needs Small.Body to end in an activation or to have a norm right behind it, but it ends in MaxPool: leave PreAct out", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(2), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU, MaxPool(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = [|true|]), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_LeavesItOut() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(2), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU, MaxPool(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = [|true|], Weight = 2), Adam] public partial class Recipe;
        """,
        "Leave PreAct out",
        """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(2), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU, MaxPool(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Weight = 2), Adam] public partial class Recipe;
        """);

    [Fact]
    public void NormBehind_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        public partial class Block { [Arg] public const int C = 16; [BatchNorm, ReLU, Conv(C), Residual] public partial class Inner; }
        [Input(3, 8, 8)] public partial class Big { [Conv(16)] public partial class Stem; [Repeat<Block>(3)] public partial class Body; [BatchNorm, ReLU, Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam]
        [DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = true), DistillLoss<Big.Stem, Small.Body>(Kind.Hint, PreAct = true)]
        public partial class Recipe;
        [Distill<Big, Big>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Big.Body>(Kind.Hint, PreAct = true, TeacherLayers = [0, 2], StudentLayers = [1, 2]), Adam]
        public partial class Blocks;
        """);

    [Fact]
    public void StagesOfBothModels_AreReportedOnce() => AnalyzerHarness.Reports(
        "KDG2018", "PreAct needs Big.Body to end in an activation or to have a norm right behind it, but it ends in MaxPool: leave PreAct out", """
        using KdGen;
        [Input(4, 8, 8)] public partial class Big { [MaxPool(2)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(4, 8, 8)] public partial class Small { [MaxPool(2)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = [|true|]), Adam] public partial class Recipe;
        """);

    [Fact]
    public void LossBeforeTheActivation_MeansPreActUnwritten() => AnalyzerHarness.Reports(
        "KDG2018", "AB needs Small.Body to end in an activation or to have a norm right behind it, but it ends in MaxPool: set PreAct = false", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(2), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU, MaxPool(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Body|]>(Kind.AB), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_TakesWhatTheStageGives() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(2), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU, MaxPool(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Body|]>(Kind.AB), Adam] public partial class Recipe;
        """,
        "Set PreAct = false",
        """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(2), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU, MaxPool(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.AB, PreAct = false), Adam] public partial class Recipe;
        """);

    [Fact]
    public void NoNormBeforeTheActivation_IsReportedForItsMargins() => AnalyzerHarness.Reports(
        "KDG2018", "OFD needs Big.Body to end in BatchNorm and an activation, but it ends in Conv and an activation: name another stage", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Body|], Small.Body>(Kind.OFD), Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("AB", "<[|Big.Body|], Small.Body>(Kind.AB)", "Big.Body", "set PreAct = false")]
    [InlineData("AB", "<Big.Body, Small.Body>(Kind.AB, PreAct = [|true|])", "Big.Body", "set PreAct = false")]
    [InlineData("AB", "(Kind.AB, Teacher = [|nameof(Big.Body)|], Student = nameof(Small.Body))", "Big.Body", "set PreAct = false")]
    [InlineData("OFD", "<[|Big.Body|], Small.Body>(Kind.OFD)", "Big.Body", "name another stage")]
    [InlineData("OFD", "<[|Big.Body|], Small.Body>(Kind.OFD, PreAct = true)", "Big.Body", "name another stage")]
    [InlineData("OFD", "(Kind.OFD, TeacherStages = [nameof(Big.Stem), [|nameof(Big.Body)|]], StudentStages = [nameof(Small.Stem), nameof(Small.Body)])", "Big.Body", "name another stage")]
    public void LossBeforeTheActivation_IsReportedOnceForBothModels(string loss, string term, string stage, string instead) => AnalyzerHarness.Reports(
        "KDG2018", $"{loss} needs {stage} to end in an activation or to have a norm right behind it, but it ends in MaxPool: {instead}", Stems + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss{term}, Adam] public partial class Recipe;");

    [Fact]
    public void Fix_DoesNotLeaveOutWhatTheLossMeansAnyway()
    {
        Assert.Equal(["Set PreAct = false"], CodeFixHarness.Titles(Stems + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.AB, PreAct = [|true|]), Adam] public partial class Recipe;"));
        Assert.Empty(CodeFixHarness.Titles(Stems + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Body|], Small.Body>(Kind.OFD, PreAct = true), Adam] public partial class Recipe;"));
    }

    [Fact]
    public void MarginsBehindTheActivation_AreReportedOnPreAct() => AnalyzerHarness.Reports(
        "KDG2018", "OFD needs Big.Stem to end in BatchNorm, but it ends in ReLU: leave PreAct out",
        Stems + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Stem, Small.Stem>(Kind.OFD, PreAct = [|false|]), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_TakesTheMarginsBeforeTheActivation() => CodeFixHarness.Fixes(
        Stems + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Stem, Small.Stem>(Kind.OFD, PreAct = [|false|]), Adam] public partial class Recipe;",
        "Leave PreAct out",
        Stems + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Stem, Small.Stem>(Kind.OFD), Adam] public partial class Recipe;");

    private const string Stems = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16, Bias = false), BatchNorm, ReLU] public partial class Stem; [MaxPool(2)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16, Bias = false), BatchNorm, ReLU] public partial class Stem; [MaxPool(2)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;
}
