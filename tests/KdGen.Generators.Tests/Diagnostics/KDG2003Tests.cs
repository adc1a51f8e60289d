using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2003Tests
{
    [Fact]
    public void OtherSize_IsReported() => AnalyzerHarness.Reports("KDG2003", "Hint compares Big.Body (16x1x1) with Small.Body (16x8x8), which would broadcast or fail: name stages of one shape", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), MaxPool(8)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Body|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void MapAndVector_IsReportedForATermWithoutWeightToo() => AnalyzerHarness.Reports("KDG2003", "Hint compares Big.Body (16x8x8) with Small.Pooled (16), which would broadcast or fail: name stages of one shape", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16)] public partial class Body; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Pooled|]>(Kind.Hint, Weight = 0), Adam] public partial class Recipe;
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
}
