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

    [Theory]
    [InlineData("Distance = 0, Angle = [|0|]", false)]
    [InlineData("Angle = [|0|], Distance = 0", false)]
    [InlineData("Distance = 0", true)]
    public void LossWithoutItsParts_IsReported(string parts, bool isSilent)
    {
        string recipe = $$"""
            using KdGen;
            [Input(4)] public partial class Tall { [Linear(8), ReLU] public partial class Body; [Linear(3)] public partial class Head; }
            [Input(4)] public partial class Short { [Linear(6), ReLU] public partial class Body; [Linear(3)] public partial class Head; }
            [Distill<Tall, Short>, DistillLoss(Kind.CE), DistillLoss<Tall.Body, Short.Body>(Kind.RKD, {{parts}}), Adam] public partial class Recipe;
            """;
        if (isSilent)
        {
            AnalyzerHarness.IsSilent(recipe);
        }
        else
        {
            AnalyzerHarness.Reports("KDG2014", "RKD has Distance = 0 and Angle = 0: give one of them a weight above 0", recipe);
        }
    }

    [Theory]
    [InlineData("Kind.DKD, Alpha = 0, Beta = [|0|]", "DKD has Alpha = 0 and Beta = 0")]
    [InlineData("Kind.DIST, Beta = 0, Gamma = [|0|]", "DIST has Beta = 0 and Gamma = 0")]
    public void LogitLossWithoutItsParts_IsReported(string loss, string said) => AnalyzerHarness.Reports("KDG2014", said + ": give one of them a weight above 0", $$"""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss({{loss}}), Adam] public partial class Recipe;
        """);
}
