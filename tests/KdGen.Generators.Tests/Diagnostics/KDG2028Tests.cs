using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2028Tests
{
    private const string Models = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), ReLU] public partial class Stem; [Conv(16), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Stem; [Conv(8), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    private const string Message = "nothing trains the paraphraser of FT: add [Phase(1, Epochs = 10)] and Pretrain = 1, or load recipe.Adapters";

    [Theory]
    [InlineData("DistillLoss<Big.Body, Small.Body>([|Kind.FT|], Weight = 200)")]
    [InlineData("DistillLoss([|Kind.FT|], Teacher = nameof(Big.Body), Student = nameof(Small.Body))")]
    [InlineData("DistillLoss([|Kind.FT|], TeacherStages = [nameof(Big.Stem), nameof(Big.Body)], StudentStages = [nameof(Small.Stem), nameof(Small.Body)])")]
    public void Paraphraser_IsReportedOnce(string term) => AnalyzerHarness.Reports("KDG2028", Message, Models + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;");

    [Fact]
    public void PhaseThatIsThere_IsUsed() => AnalyzerHarness.Reports("KDG2028", "nothing trains the paraphraser of FT: add Pretrain = 1, or load recipe.Adapters", Models
        + "[Distill<Big, Small>, Phase(1), DistillLoss(Kind.CE), DistillLoss<Big.Stem, Small.Stem>(Kind.Hint, Phase = 1), DistillLoss<Big.Body, Small.Body>([|Kind.FT|]), Adam] public partial class Recipe;");

    [Fact]
    public void TermOfTheFirstPhase_HasNoneBefore() => AnalyzerHarness.Reports("KDG2028", "nothing trains the paraphraser of FT: train it in a phase before, or load recipe.Adapters", Models
        + "[Distill<Big, Small>, Phase(1), DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>([|Kind.FT|], Phase = 1), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("Phase(1), DistillLoss<Big.Body, Small.Body>(Kind.FT, Pretrain = 1)")]
    [InlineData("DistillLoss(Kind.KL), DistillLoss<Big.Body, Small.Body>(Kind.FT, Weight = 0)")]
    [InlineData("DistillLoss<Big.Body, Small.Body>(Kind.VID)")]
    public void TrainedOrOff_IsSilent(string terms) => AnalyzerHarness.IsSilent(Models + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {terms}, Adam] public partial class Recipe;");

    [Fact]
    public void Fix_AddsThePhase() => CodeFixHarness.Fixes(
        Models + "[Distill<Big, Small>, Adam]\n[DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>([|Kind.FT|], Weight = 200)]\npublic partial class Recipe;",
        "Add [Phase(1, Epochs = 10)] and Pretrain = 1",
        Models + "[Distill<Big, Small>, Adam]\n[Phase(1, Epochs = 10)]\n[DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.FT, Weight = 200, Pretrain = 1)]\npublic partial class Recipe;");
}
