using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2017Tests
{
    private const string Models = """
        using KdGen;
        [Teacher, Input(8)] public partial class Big { [Linear(16), ReLU] public partial class Body; [Linear(10)] public partial class Head; }
        [Student, Input(8)] public partial class Small { [Linear(8), ReLU] public partial class Body; [Linear(10)] public partial class Head; }

        """;

    [Fact]
    public void TwoSamplesForAngles_IsReported() => AnalyzerHarness.Reports("KDG2017", "RKD compares 3 samples with each other but a batch has 2: use at least Batch(3)", Models
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.RKD), Adam, Batch([|2|])] public partial class Recipe;");

    [Theory]
    [InlineData("SP")]
    [InlineData("PKT")]
    [InlineData("CC")]
    public void OneSample_IsReported(string kind) => AnalyzerHarness.Reports("KDG2017", $"{kind} compares 2 samples with each other but a batch has 1: use at least Batch(2)", Models
        + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.{kind}), Adam, Batch([|1|])] public partial class Recipe;");

    [Fact]
    public void Fix_UsesAUsualBatch() => CodeFixHarness.Fixes(
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.RKD), Adam, Batch([|2|])] public partial class Recipe;",
        "Use 64",
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.RKD), Adam, Batch(64)] public partial class Recipe;");

    [Fact]
    public void EnoughSamples_IsSilent() => AnalyzerHarness.IsSilent(Models
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.RKD), DistillLoss<Big.Body, Small.Body>(Kind.SP), Adam, Batch(3)] public partial class Recipe;");

    [Fact]
    public void OtherLosses_AreSilent() => AnalyzerHarness.IsSilent(Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Cosine, Pool = true), Adam, Batch(1)] public partial class Recipe;");
}
