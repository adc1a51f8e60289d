using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2002Tests
{
    [Fact]
    public void OtherChannels_IsReported() => AnalyzerHarness.Reports("KDG2002", "Hint compares Big.Body (64x8x8) with Small.Body (16x8x8): 64 and 16 channels need a projector", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(64)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Body|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void OtherFeatures_IsReported() => AnalyzerHarness.Reports("KDG2002", "Hint compares block 1 of Big.Body (20x8) with block 1 of Small.Body (20x4): 8 and 4 features need a projector", """
        using KdGen;
        [LayerNorm, Linear(4), GELU] public partial class Block { [Arg] public const int Unused = 1; }
        [Input(20, 4)] public partial class Big { [Repeat<Wide>(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [LayerNorm, Linear(8), GELU] public partial class Wide { [Arg] public const int Unused = 1; }
        [Input(20, 4)] public partial class Small { [Repeat<Block>(2)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam]
        [DistillLoss<Big.Body, [|Small.Body|]>(Kind.Hint, TeacherLayers = [1], StudentLayers = [1])] public partial class Recipe;
        """);

    [Fact]
    public void OtherSizesToo_IsReported() => AnalyzerHarness.Reports("KDG2002", "Hint compares Big.Body (64x2x2) with Small.Body (16x8x8): 64 and 16 channels need a projector", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(64), ReLU, MaxPool(4)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Small.Body|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void ProjectorOfAnotherKind_IsReportedOnIt() => AnalyzerHarness.Reports("KDG2002", "Hint compares Big.Body (64x8x8) with Small.Body (16x8x8): Linear projects vectors and sequences, use Conv1x1", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(64), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Project = [|Projector.Linear|]), Adam] public partial class Recipe;
        """);

    [Fact]
    public void OtherParties_AreTheTwoStages()
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(GeneratorHarness.Run("""
            using KdGen;
            [Input(3, 8, 8)] public partial class Big { [Conv(64), ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
            [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Trunk; [Flatten, Linear(10)] public partial class Head; }
            [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Trunk>(Kind.Hint), Adam] public partial class Recipe;
            """).Compilation));
        Assert.Equal(["Body", "Trunk"], diagnostic.AdditionalLocations.Take(2).Select(place => place.SourceTree!.GetText().ToString(place.SourceSpan)));
    }

    [Fact]
    public void Projectors_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Big
        {
            [Conv(64), ReLU] public partial class Body; [MaxPool(2)] public partial class Half; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head;
        }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Body; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam]
        [DistillLoss<Big.Body, Small.Body>(Kind.Hint, Project = Projector.Conv1x1)]
        [DistillLoss<Big.Half, Small.Body>(Kind.Hint, Project = Projector.ConvReg, Weight = 100)]
        [DistillLoss<Big.Pooled, Small.Pooled>(Kind.Hint, Project = Projector.Linear)]
        public partial class Recipe
        {
            public TorchSharp.Modules.Conv2d Plain => Adapters.body;
            public KdGen.Losses.ConvRegProjector Regressor => Adapters.body_2;
            public TorchSharp.Modules.Linear Dense => Adapters.pooled;
        }
        """);

    [Fact]
    public void EqualShapes_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU, Conv(16, Bias = false), BatchNorm, ReLU] public partial class Body; [Flatten, Linear(10)] public partial class Head; }
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

    private const string Stages = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU] public partial class One; [Conv(16), ReLU] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class One; [Conv(4), ReLU, MaxPool(2)] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Fact]
    public void StageByName_IsReportedOnTheName() => AnalyzerHarness.Reports("KDG2002", "CWD compares Big.Two (16x8x8) with Small.One (8x8x8): 16 and 8 channels need a projector", Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.CWD, Teacher = nameof(Big.Two), Student = [|nameof(Small.One)|]), Adam] public partial class Recipe;");

    [Fact]
    public void StageOfAList_IsReportedOnItsElement() => AnalyzerHarness.Reports("KDG2002", "FSP compares Big.Two (16x8x8) with Small.Two (4x4x4): 16 and 4 channels, name stages of as many", Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.FSP, TeacherStages = [nameof(Big.One), nameof(Big.Two)], StudentStages = [nameof(Small.One), [|nameof(Small.Two)|]]), Adam] public partial class Recipe;");

    [Fact]
    public void OtherSizeForALossOfChannels_AsksForChannelsAlone() => CodeFixHarness.Fixes(
        Stages + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Two, [|Small.Two|]>(Kind.ICKD), Adam] public partial class Recipe;",
        "Project = Projector.Conv1x1 (80 extra parameters, training only)",
        Stages + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Two, Small.Two>(Kind.ICKD, Project = Projector.Conv1x1), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss<Big.Two, Small.Two>(Kind.AT)")]
    [InlineData("DistillLoss<Big.Two, Small.Two>(Kind.NST)")]
    [InlineData("DistillLoss<Big.Two, Small.Two>(Kind.VID)")]
    [InlineData("DistillLoss<Big.Two, Small.One>(Kind.SP)")]
    [InlineData("DistillLoss<Big.Two, Small.Two>(Kind.Cosine, Pool = true)")]
    [InlineData("DistillLoss<Big.Two, Small.One>(Kind.Hint, Project = Projector.Auto)")]
    public void ChannelsThatAreFree_AreSilent(string term) => AnalyzerHarness.IsSilent(Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;");
}
