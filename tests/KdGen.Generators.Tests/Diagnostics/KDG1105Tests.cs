using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1105Tests
{
    [Fact]
    public void DropoutOfOne_IsReported() => AnalyzerHarness.Reports("KDG1105", "Dropout has p = 1: a probability is at least 0 and below 1", """
        using KdGen;
        [Input(8)] [Dropout([|1|]), Linear(2)] public partial class Net;
        """);

    [Theory]
    [InlineData("Dropout(p: [|-0.5|])", "Dropout has p = -0.5: a probability is at least 0 and below 1")]
    [InlineData("DropPath([|1.5|])", "DropPath has p = 1.5: a probability is at least 0 and below 1")]
    [InlineData("BatchNorm(Momentum = [|1.5|])", "BatchNorm has Momentum = 1.5: it is between 0 and 1")]
    [InlineData("BatchNorm(Eps = [|-0.5|])", "BatchNorm has Eps = -0.5: it is above 0")]
    public void ProbabilityOrMomentumOutOfRange_IsReported(string layer, string message) => AnalyzerHarness.Reports("KDG1105", message, $$"""
        using KdGen;
        [Input(8)] [{{layer}}, Linear(2)] public partial class Net;
        """);

    [Fact]
    public void NoChannels_IsReported() => AnalyzerHarness.Reports("KDG1105", "Conv has outChannels = 0: channels are at least 1", """
        using KdGen;
        [Input(3, 8, 8)] [Conv([|0|]), Flatten, Linear(7, 2)] public partial class Net;
        """);

    /// <summary>Below 1 its gradient at 0 has no value: the loss would throw in the first step.</summary>
    [Fact]
    public void PowerBelowOne_IsReported() => AnalyzerHarness.Reports("KDG1105", "AT has Power = 0.5: a power is at least 1", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(4)] public partial class Maps; [Flatten, Linear(2)] public partial class Logits; }
        [Input(3, 8, 8)] public partial class Small { [Conv(2)] public partial class Maps; [Flatten, Linear(2)] public partial class Logits; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Maps, Small.Maps>(Kind.AT, Power = [|0.5|]), Adam(1e-3)]
        public partial class Recipe;
        """);

    [Fact]
    public void EmptyBatch_IsReported() => AnalyzerHarness.Reports("KDG1105", "Batch has size = 0: a batch is at least 1", """
        using KdGen;
        [Input(8)] [Linear(2)] public partial class Net;
        [Train<Net>, Adam, Batch([|0|])] public partial class Recipe;
        """);

    [Fact]
    public void InputOfFourSizes_IsReported() => AnalyzerHarness.Reports("KDG1105", "Input has the shape 3x8x32x32: give channels, height and width of a map, tokens and features of a sequence, or the features of a vector", """
        using KdGen;
        [Input([|3, 8, 32, 32|])] [Linear(2)] public partial class Net;
        """);

    [Fact]
    public void InputOverArgConstants_IsReported() => AnalyzerHarness.Reports(
        "KDG1105", "Input has the shape 3xSizexSize: its sizes are numbers, not [Arg] constants: models of other inputs are models of their own", """
        using KdGen;
        [Input([|3, Size, Size|])] [Conv(4)] public partial class Net { [Arg] public const int Size = 8; }
        """);

    [Fact]
    public void Ranges_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(8)] [Dropout(0), Linear(2)] public partial class Net;
        [Train<Net>, Adam, Batch(1), Epochs(1)] public partial class Recipe;
        """);

    [Theory]
    [InlineData("")]
    [InlineData("()")]
    public void InputWithoutSizes_IsReported(string list) => AnalyzerHarness.Reports(
        "KDG1105", "Input has no sizes: give channels, height and width of a map, tokens and features of a sequence, or the features of a vector", $$"""
        using KdGen;
        [[|Input|]{{list}}] [Linear(2)] public partial class Net;
        """);

    [Theory]
    [InlineData("2, [|0|]", "Repeat has C = 0: channels are at least 1")]
    [InlineData("2, [|-4|], 1", "Repeat has C = -4: channels are at least 1")]
    [InlineData("2, 8, [|0|]", "Repeat has S = 0: a stride is at least 1")]
    [InlineData("1, [|1|]", "Repeat has C = 1, which makes outChannels = 0 of Conv: channels are at least 1")]
    public void NumberGivenToABlock_IsReportedWhereItIsGiven(string arguments, string message) => AnalyzerHarness.Reports("KDG1105", message, $$"""
        using KdGen;
        [Conv(C, Stride = S), BatchNorm, ReLU, Conv(C / 2)] public partial class Block { [Arg] public const int C = 8, S = 1; }
        [Input(3, 8, 8)] [Repeat<Block>({{arguments}}), Conv(4), GlobalAvgPool, Linear(2)] public partial class Net;
        """);

    [Fact]
    public void NumberHandedOnByABlock_IsReportedWhereItIsGiven() => AnalyzerHarness.Reports("KDG1105", "Repeat has D = 0: channels are at least 1", """
        using KdGen;
        [Conv(C)] public partial class Inner { [Arg] public const int C = 8; }
        public partial class Outer { [Arg] public const int D = 8; [Repeat<Inner>(2, D)] public partial class Stage; }
        [Input(3, 8, 8)] [Repeat<Outer>(1, 4), Repeat<Outer>(3, [|0|])] public partial class Net;
        """);

    [Fact]
    public void DefaultOfABlock_IsReportedInTheBlock() => AnalyzerHarness.Reports("KDG1105", "Conv has outChannels = 0: channels are at least 1", """
        using KdGen;
        [Conv([|C|])] public partial class Block { [Arg] public const int C = 0; }
        [Input(3, 8, 8)] [Repeat<Block>(1)] public partial class Net;
        """);

    private const string Pair = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), ReLU] public partial class One; [Conv(16), ReLU] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class One; [Conv(16), ReLU] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Theory]
    [InlineData("DistillLoss(Kind.AT, Teacher = [|nameof(Big.One)|])", "AT has a stage of the teacher and none of the student: add Student = nameof(Student.Stage)")]
    [InlineData("DistillLoss(Kind.AT, Student = [|nameof(Small.One)|])", "AT has a stage of the student and none of the teacher: add Teacher = nameof(Teacher.Stage)")]
    [InlineData("DistillLoss([|Kind.AT|])", "DistillLoss has AT without stages: name a stage of each model, [DistillLoss<Teacher.Stage, Student.Stage>(Kind.AT)]")]
    [InlineData("DistillLoss(Kind.AT, TeacherStages = [|[]|], StudentStages = [])", "DistillLoss has AT without stages: name a stage of each model, [DistillLoss<Teacher.Stage, Student.Stage>(Kind.AT)]")]
    [InlineData("DistillLoss(Kind.FSP, StudentStages = [|[]|])", "DistillLoss has FSP without stages: list stages of each model, TeacherStages = [nameof(Teacher.Stage1), nameof(Teacher.Stage2)] and StudentStages")]
    [InlineData("DistillLoss([|Kind.KL|], TeacherStages = [nameof(Big.Head)], StudentStages = [nameof(Small.Head)])", "DistillLoss has KL between stages: it reads logits, leave the lists out")]
    [InlineData("DistillLoss<Big.Head, Small.Head>([|Kind.KL|])", "DistillLoss has KL between stages: it reads logits, write [DistillLoss(Kind.KL)]")]
    public void StagesThatALossDoesNotHave_AreReported(string term, string message) => AnalyzerHarness.Reports(
        "KDG1105", message, Pair + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss([|Kind.KL|], TeacherStages = [nameof(Big.Head)], T = 4, StudentStages = [nameof(Small.Head)])", "Remove the lists", "DistillLoss(Kind.KL, T = 4)")]
    [InlineData(
        "DistillLoss(Kind.AT, TeacherStages = [nameof(Big.One)], StudentStages = [nameof(Small.One)], TeacherLayers = [|[0]|], StudentLayers = [0])", "Remove the layers",
        "DistillLoss(Kind.AT, TeacherStages = [nameof(Big.One)], StudentStages = [nameof(Small.One)])")]
    public void Fix_RemovesWhatGoesTogether(string term, string title, string mended) => CodeFixHarness.Fixes(
        Pair + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;", title,
        Pair + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {mended}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData(
        "Phase([|2|]), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 2)", "Use 1",
        "Phase(1), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 1)")]
    [InlineData(
        "Phase(3), Phase([|2|]), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 2), DistillLoss<Big.Two, Small.Two>(Kind.AT, Phase = 3)", "Number them 1 to 2",
        "Phase(2), Phase(1), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 1), DistillLoss<Big.Two, Small.Two>(Kind.AT, Phase = 2)")]
    [InlineData(
        "Phase(1), Phase([|1|]), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 1)", "Remove the second [Phase(1)]",
        "Phase(1), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 1)")]
    [InlineData(
        "Phase(1), Phase([|1|]), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 1), DistillLoss<Big.Two, Small.Two>(Kind.AT, Phase = 2)", "Use 2",
        "Phase(1), Phase(2), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 1), DistillLoss<Big.Two, Small.Two>(Kind.AT, Phase = 2)")]
    [InlineData(
        "Phase(1), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = [|2|])", "Use Phase = 1",
        "Phase(1), DistillLoss<Big.One, Small.One>(Kind.AT, Phase = 1)")]
    public void Fix_BringsPhasesAndTheirTermsTogether(string terms, string title, string mended)
    {
        string source = Pair + "[Distill<Big, Small>, DistillLoss(Kind.CE), {0}, Adam] public partial class Recipe;";
        string markup = source.Replace("{0}", terms, StringComparison.Ordinal);
        Assert.Equal(title, CodeFixHarness.Titles(markup)[0]);
        CodeFixHarness.Fixes(markup, title, source.Replace("{0}", mended, StringComparison.Ordinal));
    }
}
