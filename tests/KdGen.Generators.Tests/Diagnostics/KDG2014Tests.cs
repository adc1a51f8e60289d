using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2014Tests
{
    [Fact]
    public void NoTerm_IsReported() => AnalyzerHarness.Reports("KDG2014", "Recipe has no loss with a weight above 0: add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [[|Distill<Big, Small>|], Adam] public partial class Recipe;
        """);

    [Fact]
    public void NoWeight_IsReported() => AnalyzerHarness.Reports("KDG2014", "Recipe has no loss with a weight above 0: add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [[|Distill<Big, Small>|], DistillLoss(Kind.KL, Weight = 0), Adam] public partial class Recipe;
        """);

    private const string Models = """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;

        """;

    [Theory]
    [InlineData("DistillLoss(Kind.KL, Weight = [|-1|])", "KL has Weight = -1: a weight is at least 0")]
    [InlineData("DistillLoss(Kind.KL), DistillLoss(Kind.CE, Weight = [|-0.25|])", "CE has Weight = -0.25: a weight is at least 0")]
    [InlineData("DistillLoss(Kind.KL, Weight = [|double.NaN|])", "KL has Weight = NaN: a weight is a finite number, at least 0")]
    public void WeightOutOfRange_IsReported(string losses, string message) => AnalyzerHarness.Reports("KDG2014", message, Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    [Fact]
    public void TrainWithoutWeight_IsReported() => AnalyzerHarness.Reports(
        "KDG2014", "Recipe has no loss with a weight above 0: add [DistillLoss(Kind.CE)]", Models + "[[|Train<Small>|], DistillLoss(Kind.CE, Weight = 0), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("[[|Distill<Big, Small>|]]\n[Adam]\n", "Add [DistillLoss(Kind.KL, T = 4)]", "[Distill<Big, Small>]\n[DistillLoss(Kind.KL, T = 4)]\n[Adam]\n")]
    [InlineData("[[|Distill<Big, Small>|], DistillLoss(Kind.KL, Weight = 0), Adam] ", "Use Weight = 1", "[Distill<Big, Small>, DistillLoss(Kind.KL, Weight = 1), Adam] ")]
    [InlineData("[Distill<Big, Small>, DistillLoss(Kind.KL, Weight = [|-0.9|]), Adam] ", "Use 1", "[Distill<Big, Small>, DistillLoss(Kind.KL, Weight = 1), Adam] ")]
    public void Fix_GivesWeight(string recipe, string title, string mended) => CodeFixHarness.Fixes(Models + recipe + "public partial class Recipe;", title, Models + mended + "public partial class Recipe;");

    [Fact]
    public void TrainWithoutTerms_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Train<Big>, Adam] public partial class Recipe;
        """);
}
