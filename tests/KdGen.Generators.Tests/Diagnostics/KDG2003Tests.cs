using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2003Tests
{
    [Fact]
    public void OtherSize_IsReported() => AnalyzerHarness.Reports("KDG2003", "Hint compares Big.Body (16x1x1) with Small.Body (16x8x8): 1x1 would broadcast against 8x8 to a meaningless loss, add a projector", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(8)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Body|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void MapAndVector_IsReportedForATermWithoutWeightToo() => AnalyzerHarness.Reports("KDG2003", "Hint compares Big.Body (16x8x8) with Small.Pooled (16): a map and a vector, name stages of one kind", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16)] public partial class Body; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Pooled|]>(Kind.Hint, Weight = 0), Adam] public partial class Recipe;
        """);

    [Fact]
    public void ProjectorThatKeepsTheSize_IsReportedOnIt() => AnalyzerHarness.Reports("KDG2003", "Hint compares Big.Body (64x4x4) with Small.Body (16x8x8): Conv1x1 keeps 8x8, use ConvReg", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(64), ReLU, MaxPool(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Project = [|Projector.Conv1x1|]), Adam] public partial class Recipe;
        """);

    [Fact]
    public void RegressorThatCannotEnlargeSoFar_IsReportedOnIt() => AnalyzerHarness.Reports("KDG2003", "Hint compares Big.Body (64x8x8) with Small.Body (16x2x2): no projector makes 8x8 of 2x2, name stages of one size", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(64), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU, MaxPool(4)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Project = [|Projector.ConvReg|]), Adam] public partial class Recipe;
        """);

    [Fact]
    public void UnknownShapeOfAProjector_IsReportedAsSuch() => AnalyzerHarness.Reports("KDG1020", "Conv1x1 needs the student's shape, which is unknown after Small.Body: add [Shape(..)] to Body", """
        using KdGen;
        #pragma warning disable KDG1018
        [Input(3, 8, 8)] public partial class Big { [Conv(16), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small
        {
            [Conv(16), ReLU, Call(nameof(Mine))] public partial class Body { static TorchSharp.torch.Tensor Mine(TorchSharp.torch.Tensor x) => x; }
            [Linear(10, 10)] public partial class Head;
        }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Project = [|Projector.Conv1x1|]), Adam] public partial class Recipe;
        """);

    [Fact]
    public void UnknownShape_IsNotCompared() => AnalyzerHarness.IsSilent("""
        using KdGen;
        #pragma warning disable KDG1018
        [Input(3, 8, 8)] public partial class Big { [Conv(16)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small
        {
            [Conv(16), Call(nameof(Mine))] public partial class Body { static TorchSharp.torch.Tensor Mine(TorchSharp.torch.Tensor x) => x; }
            [Linear(10, 10)] public partial class Head;
        }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), Adam] public partial class Recipe;
        """);

    private const string Stages = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU] public partial class One; [Conv(16), ReLU] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class One; [Conv(4), ReLU, MaxPool(2)] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Fact]
    public void OtherSizeForAModule_IsReported() => AnalyzerHarness.Reports("KDG2003", "MGD compares Big.Two (16x8x8) with Small.Two (4x4x4): 8x8 and 4x4, name stages of one size", Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Two, [|Small.Two|]>(Kind.MGD), Adam] public partial class Recipe;");

    [Fact]
    public void SizeThatAutoCannotReach_IsReported() => AnalyzerHarness.Reports("KDG2003", "Hint compares Big.Head (10) with Small.One (8x8x8): a vector and a map, name stages of one kind", Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Head, [|Small.One|]>(Kind.Hint, Project = Projector.Auto), Adam] public partial class Recipe;");
}
