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
    public void TemperatureOfCE_IsReported(string recipe) => AnalyzerHarness.Reports("KDG2013", "CE needs no T: cross-entropy with labels has no temperature", Models + recipe + " public partial class Recipe;");

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
}
