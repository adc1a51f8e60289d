using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2004Tests
{
    private const string Models = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16)] public partial class Body; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8)] public partial class Body; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head; }

        """;

    [Fact]
    public void VectorForALossOfMaps_IsReported() => AnalyzerHarness.Reports("KDG2004", "AT compares maps, but Big.Pooled is a vector of 16", Models
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Pooled|], Small.Pooled>(Kind.AT), Adam] public partial class Recipe;");

    [Fact]
    public void VectorOfTheStudent_IsReportedOnItsName() => AnalyzerHarness.Reports("KDG2004", "NST compares maps, but Small.Pooled is a vector of 8", Models
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.NST, Teacher = nameof(Big.Body), Student = [|nameof(Small.Pooled)|]), Adam] public partial class Recipe;");

    [Fact]
    public void VectorInAList_IsReportedOnItsElement() => AnalyzerHarness.Reports("KDG2004", "NST compares maps, but Big.Pooled is a vector of 16", Models
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.NST, TeacherStages = [nameof(Big.Body), [|nameof(Big.Pooled)|]], StudentStages = [nameof(Small.Body), nameof(Small.Pooled)]), Adam] public partial class Recipe;");

    [Fact]
    public void MapForALossOfMaps_IsSilent() => AnalyzerHarness.IsSilent(Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.AT), Adam] public partial class Recipe;");

    [Fact]
    public void AnythingForALossOfRelations_IsSilent() => AnalyzerHarness.IsSilent(Models
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Pooled>(Kind.SP), DistillLoss<Big.Pooled, Small.Pooled>(Kind.PKT), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("Teacher = [|nameof(Big.Body)|]", "KL compares vectors of classes, but Big.Body is a 16x8x8 map")]
    [InlineData("Student = [|nameof(Small.Body)|]", "KL compares vectors of classes, but Small.Body is an 8x8x8 map")]
    public void FeatureForALossOverLogits_IsReportedOnItsName(string head, string message) => AnalyzerHarness.Reports(
        "KDG2004", message, Models + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, {head}), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_ReadsTheLogits() => CodeFixHarness.Fixes(
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4, Teacher = [|nameof(Big.Body)|]), Adam] public partial class Recipe;",
        "Leave Teacher out, for the logits of the teacher",
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("SimKD")]
    [InlineData("VID")]
    [InlineData("FT")]
    [InlineData("MGD")]
    public void VectorsForALossWithWeightsOfItsOwn_AreReportedOnce(string kind) => AnalyzerHarness.Reports(
        "KDG2004", $"{kind} compares maps, but Big.Pooled is a vector of 16", Models + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Pooled|], Small.Pooled>(Kind.{kind}), Adam] public partial class Recipe;");
}
