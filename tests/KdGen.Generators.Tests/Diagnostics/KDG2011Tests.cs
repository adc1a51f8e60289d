using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2011Tests
{
    [Fact]
    public void OtherInputs_IsReported() => AnalyzerHarness.Reports("KDG2011", "one batch feeds both models, but teacher Big takes 3x64x64 and student Small takes 3x32x32: give both the same [Input]", """
        using KdGen;
        [Teacher, Input(3, 64, 64)] [GlobalAvgPool, Linear(3)] public partial class Big;
        [Student, Input(3, 32, 32)] [GlobalAvgPool, Linear(3)] public partial class Small;
        [Distill<Big, [|Small|]>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);

    [Fact]
    public void EqualInputs_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);
}
