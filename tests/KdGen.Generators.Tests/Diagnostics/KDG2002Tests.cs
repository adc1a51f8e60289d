using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2002Tests
{
    [Fact]
    public void OtherChannels_IsReported() => AnalyzerHarness.Reports("KDG2002", "Hint compares Big.Body (64x8x8) with Small.Body (16x8x8), which have 64 and 16 channels: name stages of one shape", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(64)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Body|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void OtherFeatures_IsReported() => AnalyzerHarness.Reports("KDG2002", "Hint compares block 1 of Big.Body (20x8) with block 1 of Small.Body (20x4), which have 8 and 4 features: name stages of one shape", """
        using KdGen;
        [LayerNorm, Linear(4), GELU] public partial class Block { [Arg] public const int Unused = 1; }
        [Input(20, 4)] public partial class Big { [Repeat<Wide>(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [LayerNorm, Linear(8), GELU] public partial class Wide { [Arg] public const int Unused = 1; }
        [Input(20, 4)] public partial class Small { [Repeat<Block>(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam]
        [DistillLoss<Big.Body, [|Small.Body|]>(Kind.Hint, TeacherLayers = [1], StudentLayers = [1])] public partial class Recipe;
        """);

    [Fact]
    public void EqualShapes_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU, Conv(16), BatchNorm, ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = true), Adam] public partial class Recipe;
        """);

    [Fact]
    public void ModelWithAnErrorOfItsOwn_IsTheOnlyError() => AnalyzerHarness.Reports("KDG1002", "Linear states 5 inputs but receives 1024 (16x8x8 from Conv, flattened)", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(64)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16)] public partial class Body; [Flatten, Linear([|5|], 10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), Adam] public partial class Recipe;
        """);
}
