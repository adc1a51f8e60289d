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
}
