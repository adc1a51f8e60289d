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

    [Fact]
    public void TrainWithoutTerms_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Train<Big>, Adam] public partial class Recipe;
        """);
}
