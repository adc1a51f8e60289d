using KdGen.Compiler.Ir;
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
    public void Conv_SlidesItsWindow(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("3, 32, 32", "MaxPool(2)", "3x16x16")]
    [InlineData("3, 7, 7", "MaxPool(2)", "3x3x3")]
    [InlineData("3, 32, 32", "MaxPool(3, Stride = 2)", "3x15x15")]
    [InlineData("3, 32, 32", "MaxPool(3, Stride = 2, Pad = 1)", "3x16x16")]
    [InlineData("3, 5, 8", "AvgPool(4, Stride = 1)", "3x2x5")]
    [InlineData("3, 4, 4", "AvgPool(4)", "3x1x1")]
    [InlineData("3, 4, 5", "GlobalAvgPool", "3")]
    public void Pool_ShrinksTheMap(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("12", "Linear(5)", "5")]
    [InlineData("12", "Linear(12, 5, Bias = false)", "5")]
    [InlineData("3, 4, 5", "Flatten", "60")]
    [InlineData("7", "Flatten", "7")]
    [InlineData("3, 4, 5", "Flatten, Linear(60, 2)", "2")]
    public void Vector_Operators(string input, string operators, string output) => Gives(input, operators, output);

    [Theory]
    [InlineData("ReLU")]
    [InlineData("LeakyReLU(0.2)")]
    [InlineData("GELU")]
    [InlineData("SiLU")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Softmax")]
    [InlineData("Dropout(0.3)")]
    [InlineData("BatchNorm")]
    [InlineData("BatchNorm(Eps = 0.001, Momentum = 1)")]
    [InlineData("")]
    public void Others_KeepAnyShape(string operators)
    {
        Gives("3, 4, 5", operators, "3x4x5");
        Gives("6", operators, "6");
    }

    private static void Gives(string input, string operators, string output)
    {
        ShapedModule module = Declare.Infer(input, operators);

        Assert.Empty(module.Problems);
        Assert.Equal(output, module.Output?.ToString());
    }
}
