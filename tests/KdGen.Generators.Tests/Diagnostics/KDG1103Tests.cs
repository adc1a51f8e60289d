using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1103Tests
{
    [Theory]
    [InlineData("Linear", "8", "Linear(16), [|Linear|](2)")]
    [InlineData("Linear", "8", "Linear(8), Dropout, [|Linear|](16)")]
    [InlineData("Linear", "8", "Linear(16, Bias = false), BatchNorm, Identity, DropPath(0.1), Flatten, [|Linear|](2)")]
    [InlineData("Linear", "8", "Linear(4), [|Linear|](4), ReLU, Linear(2)")]
    [InlineData("Linear", "16, 8", "Linear(32), [|Linear|](8), LayerNorm")]
    [InlineData("Conv", "3, 8, 8", "Conv(8), [|Conv|](16)")]
    [InlineData("Conv", "3, 8, 8", "Conv(8, Bias = false), BatchNorm, AvgPool(2), [|Conv|](3, Kernel = 1)")]
    [InlineData("Conv", "3, 8, 8", "Conv(8), ReLU, Conv(16), [|KdGen.Conv|](16), ReLU")]
    [InlineData("Conv", "4, 16", "Conv(8), [|Conv|](16)")]
    public void NothingNonLinearBetween_IsReported(string name, string input, string operators) => AnalyzerHarness.Reports("KDG1103", Message(name), $$"""
        using KdGen;
        [Input({{input}})] [{{operators}}] public partial class Net;
        """);

    [Fact]
    public void OverTwoBrackets_IsReported() => AnalyzerHarness.Reports("KDG1103", Message("Linear"), """
        using KdGen;
        [Input(8)]
        [Linear(16)]
        [[|Linear|](2)]
        public partial class Net;
        """);

    [Fact]
    public void BlockRepeated_IsReportedOnce() => AnalyzerHarness.Reports("KDG1103", Message("Conv"), """
        using KdGen;
        [Conv(2 * C), [|Conv|](C), ReLU] public partial class Block { [Arg] public const int C = 16; }
        [Input(3, 8, 8)] public partial class Net
        {
            [Repeat<Block>(12)] public partial class First;
            [Repeat<Block>(3, 32)] public partial class Second;
        }
        [Input(3, 16, 16)] public partial class Other { [Repeat<Block>(2)] public partial class Body; }
        """);

    [Fact]
    public void Family_IsReportedOnce() => AnalyzerHarness.Reports("KDG1103", Message("Linear"), """
        using KdGen;
        [Input(8)] public partial class Family { [Arg] public const int W = 16; [Linear(W), [|Linear|](W)] public partial class Body; [Tanh] public partial class End; }
        [Args(32)] public partial class Wide : Family;
        [Args(64)] public partial class Wider : Family;
        """);

    [Theory]
    [InlineData("8", "Linear(16), ReLU, Linear(2)")]
    [InlineData("8", "Linear(16), Dropout, GELU, Linear(2)")]
    [InlineData("8", "Linear(16), Softmax, Linear(2)")]
    [InlineData("8", "Linear(16), LayerNorm, Linear(2)")]
    [InlineData("8", "Linear(16), L2Normalize, Linear(2)")]
    [InlineData("64", "Linear(4), Linear(64)")]                                                 // low rank
    [InlineData("64", "Linear(4, Bias = false), Linear(64), Tanh")]
    [InlineData("784", "Linear(128), ReLU, Linear(32), Linear(128), ReLU, Linear(784)")]        // the linear bottleneck of an autoencoder
    [InlineData("16, 64", "Linear(8), Linear(64)")]
    [InlineData("16, 64", "Linear(64), Flatten, Linear(10)")]                                   // the same for each token
    [InlineData("16, 64", "Linear(64), Mean, Linear(10)")]
    [InlineData("16, 64", "Linear(64), Attention(4), Linear(64)")]
    [InlineData("16, 64", "Linear(64), Residual, Linear(64)")]
    [InlineData("16, DType = DType.I64", "Embedding(10, 8), Linear(8), Select(0), Linear(2)")]
    [InlineData("3, 8, 8", "Conv(8), MaxPool(2), Conv(8)")]
    [InlineData("3, 8, 8", "Conv(8), GroupNorm(2), Conv(8)")]
    [InlineData("3, 8, 8", "Conv(8), SE(2), Conv(8)")]
    [InlineData("3, 8, 8", "DepthwiseConv, Conv(16, Kernel = 1)")]                              // separable
    [InlineData("3, 8, 8", "Conv(16, Kernel = 1), DepthwiseConv, Conv(16, Kernel = 1)")]
    [InlineData("4, 8, 8", "Conv(16, Groups = 4), Shuffle(4), Conv(16, Groups = 4)")]           // ShuffleNet
    [InlineData("4, 8, 8", "Conv(16, Groups = 4), Conv(16, Kernel = 1)")]
    [InlineData("4, 8, 8", "Conv(16, Kernel = 1), Conv(16, Groups = 4)")]
    [InlineData("64, 8, 8", "Conv(16, Kernel = 1), Conv(64)")]
    [InlineData("3, 8, 8", "Conv(8), Upsample(2), Conv(3)")]
    [InlineData("3, 8, 8", "Conv(8), ConvTranspose(8), Conv(3)")]
    [InlineData("3, 32, 32", "PatchEmbed(8, Patch = 4), Linear(8)")]
    [InlineData("3, 4, 4", "Conv(8), Flatten, Linear(10)")]
    public void WhatIsMeantSo_IsSilent(string input, string operators) => AnalyzerHarness.IsSilent($$"""
        using KdGen;
        [Input({{input}})] [{{operators}}] public partial class Net;
        """);

    [Fact]
    public void NarrowAtOneOfItsPlaces_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Conv(C / 4, Kernel = 1), Conv(C), ReLU] public partial class Block { [Arg] public const int C = 16; }
        [Input(3, 8, 8)] public partial class Net { [Repeat<Block>(4)] public partial class Body; }
        """);

    [Fact]
    public void OwnCodeBetween_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        [Input(8), Shape(2)] public partial class Net
        {
            [Linear(16), Call(nameof(Swish)), Shape(16)] public partial class A;
            [Linear(16, 2)] public partial class B;
            [Linear(4), Call(nameof(Swish)), Linear(4, 2)] public partial class C;
            static Tensor Swish(Tensor x) => x * x.sigmoid();
            Tensor Forward(Tensor x) => c.call(b.call(a.call(x)));
        }
        """);

    [Fact]
    public void LayersOfTwoStages_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(8)] public partial class Net { [Linear(16)] public partial class Embed; [Linear(2)] public partial class Logits; }
        """);

    [Fact]
    public void ModelWithAnError_SaysThatAlone() => AnalyzerHarness.Reports("KDG1002", "Linear states 17 inputs but receives 16 from Linear", """
        using KdGen;
        [Input(8)] [Linear(16), Linear([|17|], 2)] public partial class Net;
        """);

    [Fact]
    public void Fix_InsertsReLU() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Input(3, 8, 8)]
        [Conv(8, Bias = false), BatchNorm, [|Conv|](16)]
        [GlobalAvgPool, Linear(10)]
        public partial class Net;
        """,
        "Insert ReLU",
        """
        using KdGen;
        [Input(3, 8, 8)]
        [Conv(8, Bias = false), BatchNorm, ReLU, Conv(16)]
        [GlobalAvgPool, Linear(10)]
        public partial class Net;
        """);

    private static string Message(string name) => $"{name} follows {name} with nothing between that is not linear, so the two are one layer: put an activation between, for example ReLU";
}
