using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2022Tests
{
    [Fact]
    public void TrainWithKL_IsReported() => AnalyzerHarness.Reports("KDG2022", "KL reads a teacher, which Recipe does not have: use [Distill<Teacher, Small>]", """
        using KdGen;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Train<Small>, Adam] [DistillLoss([|Kind.KL|], T = 4)] public partial class Recipe;
        """);

    [Fact]
    public void Fix_RemovesTheTerm() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Train<Small>, Adam] [DistillLoss(Kind.CE), DistillLoss([|Kind.KL|], T = 4)] public partial class Recipe;
        """,
        "Remove KL",
        """
        using KdGen;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Train<Small>, Adam] [DistillLoss(Kind.CE)] public partial class Recipe;
        """);

    [Fact]
    public void TrainWithCE_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Train<Small>, Adam] [DistillLoss(Kind.CE, Weight = 0.5)] public partial class Recipe;
        """);
}
