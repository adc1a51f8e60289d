using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2012Tests
{
    [Fact]
    public void ZeroTemperature_IsReported() => AnalyzerHarness.Reports("KDG2012", "KL has T = 0: a temperature is above 0, for example T = 4", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = [|0|], Weight = 0.5), Adam] public partial class Recipe;
        """);

    [Fact]
    public void NegativeTemperature_IsReported() => AnalyzerHarness.Reports("KDG2012", "KL has T = -1.5: a temperature is above 0, for example T = 4", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = [|-1.5|]), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_UsesFour() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = [|-1.5|], Weight = 0.5), Adam] public partial class Recipe;
        """,
        "Use T = 4",
        """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = 4, Weight = 0.5), Adam] public partial class Recipe;
        """);

    [Fact]
    public void PositiveTemperature_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = 0.5), Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("KL", "4")]
    [InlineData("DKD", "4")]
    [InlineData("CRD", "0.07")]
    public void Fix_UsesATemperatureThatTheLossHas(string kind, string usual)
    {
        const string Models = """
            using KdGen;
            [Input(4)] public partial class Big { [Linear(8), ReLU] public partial class Body; [Linear(3)] public partial class Head; }
            [Input(4)] public partial class Small { [Linear(6), ReLU] public partial class Body; [Linear(3)] public partial class Head; }

            """;
        string term = kind == "CRD" ? "DistillLoss<Big.Body, Small.Body>(Kind.CRD, T = [|0|])" : $"DistillLoss(Kind.{kind}, T = [|0|])";
        string recipe = Models + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;";
        AnalyzerHarness.Reports("KDG2012", $"{kind} has T = 0: a temperature is above 0, for example T = {usual}", recipe);
        CodeFixHarness.Fixes(recipe, $"Use T = {usual}", recipe.Replace("[|0|]", usual, StringComparison.Ordinal));
    }
}
