using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2013Tests
{
    private const string Models = """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;

        """;

    [Theory]
    [InlineData("[Distill<Big, Small>, DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.CE, T = [|4|]), Adam]")]
    [InlineData("[Train<Small>, DistillLoss(Kind.CE, T = [|0|], Weight = 2), Adam]")]
    public void TemperatureOfCE_IsReported(string recipe) => AnalyzerHarness.Reports("KDG2013", "CE needs no T: it has no temperature", Models + recipe + " public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.KL, LabelSmoothing = [|0.1|])", "KL needs no LabelSmoothing: it is an option of CE")]
    [InlineData("DistillLoss(Kind.KL), DistillLoss(Kind.CE, Teacher = [|nameof(Big)|])", "CE needs no Teacher: it does not read the teacher's logits")]
    [InlineData("DistillLoss(Kind.JSD, ClassWeights = [|[1, 2, 3]|])", "JSD needs no ClassWeights: it is an option of CE and MultiMargin")]
    [InlineData("DistillLoss(Kind.KL, Gamma = [|1|])", "KL needs no Gamma: it is an option of NKD and DIST")]
    public void OptionOfOtherLosses_IsReported(string losses, string message) =>
        AnalyzerHarness.Reports("KDG2013", message, Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    [Fact]
    public void EveryOptionOfALoss_IsSilent() => AnalyzerHarness.IsSilent(Models + """
        [Distill<Big, Small>, Adam]
        [DistillLoss(Kind.CE, LabelSmoothing = 0.1, ClassWeights = [1, 2, 0.5], IgnoreIndex = 255)]
        [DistillLoss(Kind.DKD, Alpha = 1, Beta = 2, T = 2, Standardize = true, WarmUp = 20)]
        [DistillLoss(Kind.TopKKL, K = 2, Tail = true, From = 5, Until = 9, Schedule = Schedule.Linear, EndWeight = 0.1)]
        [DistillLoss(Kind.MultiMargin, Margin = 0.5, P = 2), DistillLoss(Kind.MFT, Threshold = 0.1), DistillLoss(Kind.NKD, Gamma = 2)]
        public partial class Recipe;
        """);

    [Fact]
    public void Fix_RemovesAnotherLossesOption() => CodeFixHarness.Fixes(
        Models + "[Distill<Big, Small>, DistillLoss(Kind.KL, T = 4, Beta = [|2|]), Adam] public partial class Recipe;",
        "Remove Beta",
        Models + "[Distill<Big, Small>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;");

    [Fact]
    public void DefaultsAndOptionsThatAreRead_AreSilent() => AnalyzerHarness.IsSilent(
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE, Weight = 1), DistillLoss(Kind.KL, T = 1, Weight = 1), Adam] public partial class Recipe;");

    [Fact]
    public void GeneratedCode_IsAsWithoutIt()
    {
        Generated with = GeneratorHarness.Run(Models + "[Distill<Big, Small>, DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.CE, T = 9), Adam] public partial class Recipe;");
        Generated without = GeneratorHarness.Run(Models + "[Distill<Big, Small>, DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.CE), Adam] public partial class Recipe;");
        Assert.Equal(without.Files, with.Files);
    }

    [Fact]
    public void Fix_RemovesIt() => CodeFixHarness.Fixes(
        Models + "[Train<Small>, DistillLoss(Kind.CE, T = [|4|], Weight = 2), Adam] public partial class Recipe;",
        "Remove T",
        Models + "[Train<Small>, DistillLoss(Kind.CE, Weight = 2), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("AT", "Project = [|Projector.Conv1x1|]", "Project", "it is an option of Hint, Cosine, AB, CWD, PKD and ICKD")]
    [InlineData("SP", "Margin = [|2|]", "Margin", "it is an option of MultiMargin and AB")]
    [InlineData("Hint", "T = [|4|]", "T", "it has no temperature")]
    [InlineData("VID", "Dim = [|4|]", "Dim", "it is an option of CC, ReviewKD and CRD")]
    public void OptionOfOtherFeatureLosses_IsReported(string kind, string option, string name, string reason) => AnalyzerHarness.Reports("KDG2013", $"{kind} needs no {name}: {reason}", $$"""
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.{{kind}}, {{option}}), Adam] public partial class Recipe;
        """);

    private const string Stages = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Tall { [Conv(16), ReLU] public partial class One; [Conv(8), ReLU] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Short { [Conv(16), ReLU] public partial class One; [Conv(8)] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Theory]
    [InlineData("DistillLoss(Kind.KL, PreAct = [|true|])", "KL needs no PreAct: it is an option of losses between stages")]
    [InlineData("DistillLoss(Kind.KL, TeacherLayers = [|[0]|])", "KL needs no TeacherLayers: it is an option of losses between stages")]
    [InlineData("DistillLoss(Kind.KL, TeacherLayers = [|[0]|], StudentLayers = [1])", "KL needs no TeacherLayers and StudentLayers: they are options of losses between stages")]
    [InlineData("DistillLoss(Kind.KL, StudentLayers = [1], TeacherLayers = [|[0]|])", "KL needs no TeacherLayers and StudentLayers: they are options of losses between stages")]
    public void OptionOfLossesBetweenStages_IsReportedOnce(string term, string message) =>
        AnalyzerHarness.Reports("KDG2013", message, Stages + $"[Distill<Tall, Short>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;");

    [Fact]
    public void Fix_RemovesBothLists() => CodeFixHarness.Fixes(
        Stages + "[Distill<Tall, Short>, DistillLoss(Kind.KL, TeacherLayers = [|[0]|], T = 4, StudentLayers = [1]), Adam] public partial class Recipe;", "Remove the layers",
        Stages + "[Distill<Tall, Short>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;");

    [Fact]
    public void PreActOfScores_IsReported() => AnalyzerHarness.Reports("KDG2013", "AttentionMap needs no PreAct: it compares attention scores", """
        using KdGen;
        [Input(5, 8)] public partial class Tall { [Attention(2), LayerNorm] public partial class Body; [Mean, Linear(10)] public partial class Head; }
        [Input(5, 8)] public partial class Short { [Attention(2)] public partial class Body; [Mean, Linear(10)] public partial class Head; }
        [Distill<Tall, Short>, DistillLoss(Kind.CE), DistillLoss<Tall.Body, Short.Body>(Kind.AttentionMap, PreAct = [|true|]), Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("9", "8", false)]
    [InlineData("16", "8", false)]
    [InlineData("8", "8", true)]
    public void MoreSingularVectorsThanThereAre_AreReported(string count, string has, bool isSilent)
    {
        string recipe = Stages + $"[Distill<Tall, Short>, DistillLoss(Kind.CE), DistillLoss(Kind.KDSVD, K = [|{count}|], TeacherStages = [nameof(Tall.One), nameof(Tall.Two)], StudentStages = [nameof(Short.One), nameof(Short.Two)]), Adam] public partial class Recipe;";
        if (isSilent)
        {
            AnalyzerHarness.IsSilent(AnalyzerHarness.Parse(recipe).Source);
            return;
        }

        AnalyzerHarness.Reports("KDG2013", $"KDSVD needs no K = {count}: Tall.Two (8x8x8) has {has} singular vectors", recipe);
        CodeFixHarness.Fixes(recipe, $"Use {has}", recipe.Replace($"[|{count}|]", has, StringComparison.Ordinal));
    }
}
