using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Each operator's shape rule: input, operator, output.</summary>
public sealed class ShapeRuleTests
{
    [Theory]
    [InlineData("3, 32, 32", "Conv(8)", "8x32x32")]
    [InlineData("3, 32, 32", "Conv(3, 8)", "8x32x32")]
    [InlineData("3, 32, 32", "Conv(8, Kernel = 1)", "8x32x32")]
    [InlineData("3, 32, 32", "Conv(8, Kernel = 5)", "8x32x32")]
    [InlineData("3, 32, 32", "Conv(8, Kernel = 4)", "8x33x33")]
    [InlineData("3, 32, 32", "Conv(8, Pad = 0)", "8x30x30")]
    [InlineData("3, 32, 32", "Conv(8, Pad = 2)", "8x34x34")]
    [InlineData("3, 32, 32", "Conv(8, Stride = 2)", "8x16x16")]
    [InlineData("3, 33, 17", "Conv(8, Stride = 2)", "8x17x9")]
    [InlineData("3, 32, 32", "Conv(8, Kernel = 1, Stride = 2)", "8x16x16")]
    [InlineData("3, 32, 32", "Conv(8, Dilation = 3)", "8x32x32")]
    [InlineData("3, 32, 32", "Conv(8, Dilation = 3, Pad = 0)", "8x26x26")]
    [InlineData("4, 8, 8", "Conv(8, Groups = 4)", "8x8x8")]
    [InlineData("3, 3, 3", "Conv(8, Kernel = 3, Pad = 0)", "8x1x1")]
    [InlineData("3, 32", "Conv(8, Stride = 2)", "8x16")]
    [InlineData("3, 32", "Conv(8, Kernel = 5, Pad = 0)", "8x28")]
    [InlineData("6, 8, 10", "DepthwiseConv", "6x8x10")]
    [InlineData("6, 8, 10", "DepthwiseConv(Kernel = 5, Stride = 2)", "6x4x5")]
    [InlineData("6, 9", "DepthwiseConv(Pad = 0, Dilation = 2)", "6x5")]
    [InlineData("6, 8, 10", "ConvTranspose(3)", "3x16x20")]
    [InlineData("6, 8, 10", "ConvTranspose(6, 3, Kernel = 3, OutputPad = 1)", "3x16x20")]
    [InlineData("6, 8, 10", "ConvTranspose(3, Kernel = 2, Stride = 2, Pad = 0)", "3x16x20")]
    [InlineData("6, 8, 10", "ConvTranspose(3, Kernel = 3, Stride = 1)", "3x8x10")]
    public void Conv_SlidesItsWindow(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("3, 32, 32", "MaxPool(2)", "3x16x16")]
    [InlineData("3, 7, 7", "MaxPool(2)", "3x3x3")]
    [InlineData("3, 32, 32", "MaxPool(3, Stride = 2)", "3x15x15")]
    [InlineData("3, 32, 32", "MaxPool(3, Stride = 2, Pad = 1)", "3x16x16")]
    [InlineData("3, 5, 8", "AvgPool(4, Stride = 1)", "3x2x5")]
    [InlineData("3, 4, 4", "AvgPool(4)", "3x1x1")]
    [InlineData("3, 9", "MaxPool(2)", "3x4")]
    [InlineData("3, 9", "AvgPool(3, Stride = 2, Pad = 1)", "3x5")]
    [InlineData("3, 4, 5", "AdaptiveAvgPool(7)", "3x7x7")]
    [InlineData("3, 4, 5", "GlobalAvgPool", "3")]
    [InlineData("3, 4", "GlobalAvgPool", "3")]
    [InlineData("3, 4, 5", "GlobalMaxPool", "3")]
    [InlineData("3, 4, 5", "Upsample(2)", "3x8x10")]
    [InlineData("3, 4, 5", "Upsample(3, Mode = Interpolation.Bilinear)", "3x12x15")]
    [InlineData("3, 4, 5", "Pad(2)", "3x8x9")]
    public void Pool_ResizesTheMap(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("12", "Linear(5)", "5")]
    [InlineData("12", "Linear(12, 5, Bias = false)", "5")]
    [InlineData("7, 12", "Linear(5)", "7x5")]
    [InlineData("7, 12", "Linear(12, 5)", "7x5")]
    [InlineData("3, 4, 5", "Flatten", "60")]
    [InlineData("4, 5", "Flatten", "20")]
    [InlineData("7", "Flatten", "7")]
    [InlineData("3, 4, 5", "Flatten, Linear(60, 2)", "2")]
    public void Vector_Operators(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("12, DType = DType.I64", "Embedding(5000, 16)", "12x16")]
    [InlineData("12, DType = DType.I64", "Embedding(5000, 16), Flatten, Linear(192, 2)", "2")]
    [InlineData("3, 224, 224", "PatchEmbed(192)", "196x192")]
    [InlineData("3, 8, 12", "PatchEmbed(6, Patch = 4)", "6x6")]
    [InlineData("196, 192", "Tokens", "197x192")]
    [InlineData("196, 192", "Tokens(2)", "198x192")]
    [InlineData("198, 192", "PosEmbed", "198x192")]
    [InlineData("198, 192", "Attention(3)", "198x192")]
    [InlineData("198, 192", "Attention(3, Bias = false, Dropout = 0.1)", "198x192")]
    public void Sequence_Operators(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("3, 4, 5", "Reshape(12, 5)", "12x5")]
    [InlineData("3, 4, 5", "Reshape(3, -1)", "3x20")]
    [InlineData("3, 4, 5", "Reshape(-1)", "60")]
    [InlineData("60", "Reshape(3, 4, -1)", "3x4x5")]
    [InlineData("3, 4, 5", "Permute(1, 2, 0)", "4x5x3")]
    [InlineData("3, 4", "Permute(1, 0)", "4x3")]
    [InlineData("3", "Permute(0)", "3")]
    [InlineData("3, 4", "Select(2)", "4")]
    [InlineData("3, 4", "Select(-3)", "4")]
    [InlineData("3, 4, 5", "Select(0)", "4x5")]
    [InlineData("3, 4, 5", "Mean", "4x5")]
    [InlineData("3, 4, 5", "Mean(2)", "3x4")]
    [InlineData("3, 4", "Mean(1)", "3")]
    public void Layout_Operators(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("ReLU")]
    [InlineData("ReLU6")]
    [InlineData("LeakyReLU(0.2)")]
    [InlineData("GELU")]
    [InlineData("SiLU")]
    [InlineData("HardSwish")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Softmax")]
    [InlineData("Dropout(0.3)")]
    [InlineData("DropPath(0.3)")]
    [InlineData("BatchNorm")]
    [InlineData("BatchNorm(Eps = 0.001, Momentum = 1)")]
    [InlineData("L2Normalize")]
    [InlineData("Identity")]
    [InlineData("")]
    public void Others_KeepAnyShape(string operators)
    {
        Gives("3, 4, 5", operators, "3x4x5");
        Gives("4, 6", operators, "4x6");
        Gives("6", operators, "6");
    }

    [Theory]
    [InlineData("4, 6", "LayerNorm")]
    [InlineData("6", "LayerNorm(Eps = 0.001)")]
    [InlineData("4, 6", "RMSNorm")]
    [InlineData("6", "RMSNorm")]
    [InlineData("6, 4, 4", "GroupNorm(3)")]
    [InlineData("6, 4", "GroupNorm(1, Eps = 0.1)")]
    [InlineData("6, 4, 4", "Shuffle(2)")]
    [InlineData("6, 4", "Shuffle(3)")]
    [InlineData("32, 4, 4", "SE")]
    [InlineData("32, 4, 4", "SE(32)")]
    public void Some_KeepTheShapesTheyTake(string input, string operators) => Gives(input, operators, input.Replace(", ", "x", StringComparison.Ordinal));

    [Theory]
    [InlineData("8", "DepthwiseConv", "KDG1004: DepthwiseConv needs a map but receives a vector of 8 from Input: give [Input] channels, height and width")]
    [InlineData("4, 8", "ConvTranspose(2)", "KDG1004: ConvTranspose needs a map but receives a 4x8 sequence from Input: give [Input] channels, height and width")]
    [InlineData("3, 4, 4", "Flatten, Linear(8), PatchEmbed(6)", "KDG1004: PatchEmbed needs a map but receives a vector of 8 from Linear: put it before Linear")]
    [InlineData("8, 4, 4", "LayerNorm", "KDG1004: LayerNorm needs a vector or a sequence but receives an 8x4x4 map from Input: use GroupNorm(1)")]
    [InlineData("8, 4, 4", "RMSNorm", "KDG1004: RMSNorm needs a vector or a sequence but receives an 8x4x4 map from Input: use GroupNorm(1)")]
    [InlineData("8", "GroupNorm(2)", "KDG1004: GroupNorm needs a map but receives a vector of 8 from Input: use LayerNorm")]
    [InlineData("8, 4, 4", "Attention(2)", "KDG1004: Attention needs a sequence but receives an 8x4x4 map from Input: use PatchEmbed, or Reshape(8, -1) and Permute(1, 0)")]
    [InlineData("8", "Tokens", "KDG1004: Tokens needs a sequence but receives a vector of 8 from Input: give [Input] tokens and features")]
    [InlineData("4, 8", "Mean, Select(0)", "KDG1004: Select needs a sequence but receives a vector of 8 from Mean: put it before Mean")]
    [InlineData("4, 3", "MaxPool(5)", "KDG1005: kernel 5 does not fit a signal of length 3 from Input: use 3 or less")]
    [InlineData("4, 4, 4", "ConvTranspose(6, Groups = 3)", "KDG1007: ConvTranspose has 3 groups, which do not divide 4 input channels: use 2")]
    [InlineData("4, 4, 4", "ConvTranspose(6, OutputPad = 2)", "KDG1105: ConvTranspose has OutputPad = 2: it is below the stride, which is 2")]
    [InlineData("4, 1, 9", "ConvTranspose(6, Pad = 3)", "KDG1105: ConvTranspose has Pad = 3: nothing is left of a 1x9 map, use 1 or less")]
    [InlineData("10, 4, 4", "GroupNorm(4)", "KDG1008: GroupNorm has 4 groups, which do not divide 10 channels: use 2 or 5")]
    [InlineData("7, 192", "Attention(5)", "KDG1009: 5 heads do not divide 192 features: use 4 or 6")]
    [InlineData("3, 32, 48", "PatchEmbed(8, Patch = 5)", "KDG1010: patches of 5 do not divide a 3x32x48 map from Input: use 4 or 8")]
    [InlineData("10, 4, 4", "Shuffle(4)", "KDG1014: Shuffle splits 10 channels into 4, which does not divide them: use 2 or 5")]
    [InlineData("5, 7", "Reshape(5, 8)", "KDG1015: Reshape makes 5x8 (40 values) of 5x7 (35 values): use Reshape(5, 7)")]
    [InlineData("5, 7", "Reshape(4, 7)", "KDG1015: Reshape makes 4x7 (28 values) of 5x7 (35 values): use Reshape(5, 7)")]
    [InlineData("5, 7", "Reshape(4, -1)", "KDG1015: Reshape makes 4x-1 (a multiple of 4 values) of 5x7 (35 values): use sizes whose product divides 35")]
    [InlineData("5, 7", "Reshape(2, 3)", "KDG1015: Reshape makes 2x3 (6 values) of 5x7 (35 values): use sizes whose product is 35")]
    [InlineData("5, 7", "Reshape(-1, -1)", "KDG1105: Reshape has the shape -1x-1: give one to three sizes of at least 1, of which one may be -1 for what is left")]
    [InlineData("5, 7", "Reshape", "KDG1105: Reshape has no sizes: give one to three sizes of at least 1, of which one may be -1 for what is left")]
    [InlineData("3, 4, 5", "Permute(1, 0)", "KDG1105: Permute has the axes 1, 0: name each axis of 3x4x5 once, from 0 to 2")]
    [InlineData("3, 4, 5", "Permute", "KDG1105: Permute has no axes: name each axis of 3x4x5 once, from 0 to 2")]
    [InlineData("3, 4, 5", "Select(3)", "KDG1105: Select has index = 3: 3x4x5 from Input has entries 0 to 2, from the end -1 to -3")]
    [InlineData("3, 4, 5", "Mean(3)", "KDG1105: Mean has axis = 3: 3x4x5 from Input has axes 0 to 2")]
    [InlineData("8, 4, 4", "SE", "KDG1105: SE has reduction = 16: it is at most the 8 channels from Input")]
    [InlineData("8, 4, 4", "Attention(2, Dropout = 1)", "KDG1105: Attention has Dropout = 1: a probability is at least 0 and below 1")]
    [InlineData("12", "Embedding(5, 3)", "KDG1016: Embedding takes indices but receives real numbers from Input: give [Input] DType = DType.I64")]
    [InlineData("12, DType = DType.I64", "Linear(3)", "KDG1016: Linear takes real numbers but receives indices from Input: put Embedding before it")]
    [InlineData("3, 4, DType = DType.I64", "Embedding(5, 3)", "KDG1004: Embedding needs a vector but receives a 3x4 sequence from Input: give [Input] the number of indices alone")]
    public void Mistake_IsNamed(string input, string operators, string text)
        => Assert.Equal(text, Assert.Single(Declare.Infer(input, operators).Problems).Text);

    private static void Gives(string input, string operators, string output)
    {
        ShapedModule module = Declare.Infer(input, operators);

        Assert.DoesNotContain(module.Problems, problem => problem.Rule.Severity == ProblemSeverity.Error);
        Assert.Equal(output, module.Output?.ToString());
    }
}
