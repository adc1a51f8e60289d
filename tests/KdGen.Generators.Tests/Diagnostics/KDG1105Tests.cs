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
}
