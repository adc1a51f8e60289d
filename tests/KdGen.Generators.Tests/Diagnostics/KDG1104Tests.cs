using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1104Tests
{
    [Theory]
    [InlineData("Conv", "3, 8, 8", "[|Conv|](8), BatchNorm, ReLU")]
    [InlineData("Conv", "3, 8, 8", "Conv(8, Bias = [|true|]), BatchNorm")]
    [InlineData("Conv", "3, 8, 8", "Conv(8, Bias = false), BatchNorm, ReLU, [|KdGen.Conv|](8, Kernel = 1), BatchNorm")]
    [InlineData("Conv", "4, 16", "[|Conv|](8), BatchNorm")]
    [InlineData("DepthwiseConv", "3, 8, 8", "[|DepthwiseConv|], BatchNorm")]
    [InlineData("ConvTranspose", "3, 8, 8", "[|ConvTranspose|](8), BatchNorm(Eps = 1e-3)")]
    [InlineData("Linear", "8", "[|Linear|](8), BatchNorm, ReLU")]
    public void BiasBeforeBatchNorm_IsReported(string name, string input, string operators) => AnalyzerHarness.Reports("KDG1104", Message(name), $$"""
        using KdGen;
        [Input({{input}})] [{{operators}}] public partial class Net;
        """);

    [Fact]
    public void BlockRepeated_IsReportedOnce() => AnalyzerHarness.Reports("KDG1104", Message("Conv"), """
        using KdGen;
        [[|Conv|](C), BatchNorm, ReLU] public partial class Block { [Arg] public const int C = 16; }
        [Input(3, 8, 8)] public partial class Net { [Repeat<Block>(12)] public partial class First; [Repeat<Block>(3, 32)] public partial class Second; }
        """);

    [Theory]
    [InlineData("3, 8, 8", "Conv(8, Bias = false), BatchNorm")]
    [InlineData("3, 8, 8", "Conv(8), ReLU, BatchNorm")]
    [InlineData("3, 8, 8", "Conv(8), MaxPool(2), BatchNorm")]
    [InlineData("3, 8, 8", "Conv(8), Dropout, BatchNorm")]
    [InlineData("3, 8, 8", "Conv(3), Residual, BatchNorm")]
    [InlineData("3, 8, 8", "Conv(8), GroupNorm(2), ReLU")]
    [InlineData("3, 8, 8", "BatchNorm, ReLU, Conv(8)")]
    [InlineData("8", "Linear(8), LayerNorm")]
    [InlineData("16, 8", "Linear(8), BatchNorm")]                       // over the 16 tokens, where the bias is along the 8 features
    public void BiasThatCounts_IsSilent(string input, string operators) => AnalyzerHarness.IsSilent($$"""
        using KdGen;
        [Input({{input}})] [{{operators}}] public partial class Net;
        """);

    [Fact]
    public void BiasByArgument_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Conv(8, Bias = B), BatchNorm, ReLU] public partial class Block { [Arg] public const bool B = true; }
        [Input(3, 8, 8)] public partial class Net { [Repeat<Block>(2, false)] public partial class First; [Repeat<Block>(2)] public partial class Second; }
        """);

    [Fact]
    public void NormInTheNextStage_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net { [Conv(8)] public partial class Stem; [BatchNorm, ReLU] public partial class Pre; }
        """);

    [Theory]
    [InlineData("[|Conv|](8), BatchNorm", "Conv(8, Bias = false), BatchNorm")]
    [InlineData("Conv(8, Bias = [|true|], Key = \"c\"), BatchNorm", "Conv(8, Bias = false, Key = \"c\"), BatchNorm")]
    [InlineData("[|DepthwiseConv|], BatchNorm", "DepthwiseConv(Bias = false), BatchNorm")]
    public void Fix_SetsBias(string operators, string mended) => CodeFixHarness.Fixes(
        $"using KdGen; [Input(3, 8, 8)] [{operators}] public partial class Net;",
        "Use Bias = false",
        $"using KdGen; [Input(3, 8, 8)] [{mended}] public partial class Net;");

    private static string Message(string name) => $"BatchNorm takes the bias of {name} away again: use Bias = false";
}
