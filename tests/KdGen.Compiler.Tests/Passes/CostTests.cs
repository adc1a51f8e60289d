using KdGen.Compiler.Ir;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

public sealed class CostTests
{
    [Fact]
    public void DeepNN_HasTheTutorialsParameters()
    {
        ShapedModule module = Declare.Infer(Samples.DeepNN);

        Assert.Empty(module.Problems);
        Assert.Equal("10", module.Output?.ToString());
        Assert.Equal(1_186_986, module.Cost.Parameters);

        // 9 taps * input channels * output values of each convolution, inputs * outputs of each Linear.
        Assert.Equal(
            (27L * 128 * 1024) + (1152 * 64 * 1024) + (576 * 64 * 256) + (576 * 32 * 256) + (2048 * 512) + (512 * 10),
            module.Cost.MultiplyAdds);
    }

    [Fact]
    public void LightNN_HasTheTutorialsParameters()
    {
        ShapedModule module = Declare.Infer(Samples.LightNN);

        Assert.Empty(module.Problems);
        Assert.Equal(267_738, module.Cost.Parameters);
        Assert.Equal((27L * 16 * 1024) + (144 * 16 * 256) + (1024 * 256) + (256 * 10), module.Cost.MultiplyAdds);
    }

    [Theory]
    [InlineData("3, 8, 8", "Conv(4, Bias = false)", 108, 6912, 256)]
    [InlineData("4, 8, 8", "Conv(4, Groups = 4, Stride = 2)", 40, 576, 64)]
    [InlineData("4, 8, 8", "BatchNorm", 8, 256, 256)]
    [InlineData("4", "BatchNorm", 8, 4, 4)]
    [InlineData("4", "Linear(3, Bias = false)", 12, 12, 3)]
    [InlineData("7, 4", "Linear(3)", 15, 7 * 12, 21)]
    [InlineData("4, 8", "Conv(6)", (4 * 3 * 6) + 6, 4 * 3 * 6 * 8, 48)]
    [InlineData("4, 8, 8", "DepthwiseConv", (4 * 9) + 4, 9 * 256, 256)]
    [InlineData("4, 8, 8", "ConvTranspose(6)", (4 * 6 * 16) + 6, 4 * 6 * 16 * 64, 6 * 256)]
    [InlineData("4, 8, 8", "ConvTranspose(6, Groups = 2, Bias = false)", 2 * 6 * 16, 2 * 6 * 16 * 64, 6 * 256)]
    [InlineData("12, DType = DType.I64", "Embedding(50, 16)", 800, 0, 192)]
    [InlineData("3, 8, 8", "PatchEmbed(6, Patch = 4)", (48 * 6) + 6, 48 * 6 * 4, 24)]
    [InlineData("4, 6", "Tokens(2)", 12, 0, 36)]
    [InlineData("4, 6", "PosEmbed", 24, 0, 24)]
    [InlineData("4, 6", "Attention(3)", (4 * 36) + (4 * 6), (4 * 4 * 36) + (2 * 16 * 6), 24)]
    [InlineData("4, 6", "Attention(3, Bias = false)", (4 * 36) + 6, (4 * 4 * 36) + (2 * 16 * 6), 24)]
    [InlineData("4, 6", "LayerNorm", 12, 24, 24)]
    [InlineData("6", "LayerNorm", 12, 6, 6)]
    [InlineData("4, 6", "RMSNorm", 6, 24, 24)]
    [InlineData("4, 8, 8", "GroupNorm(2)", 8, 256, 256)]
    [InlineData("4, 8", "BatchNorm", 8, 32, 32)]
    [InlineData("32, 2, 2", "SE(10)", (2 * 32 * 3) + 3 + 32, 2 * 32 * 3, 128)]
    [InlineData("4, 8, 8", "ReLU, MaxPool(2), Flatten, Dropout, Softmax", 0, 0, 256 + 64 + 64 + 64 + 64)]
    [InlineData("4, 8, 8", "Shuffle(2), ReLU6, Upsample(2), Pad(1), AdaptiveAvgPool(2), L2Normalize, DropPath(0.1)", 0, 0, 256 + 256 + 1024 + 1296 + 16 + 16 + 16)]
    [InlineData("4, 8, 8", "Reshape(8, 32), Permute(1, 0), HardSwish, Mean(1), Identity", 0, 0, 256 + 256 + 256 + 32 + 32)]
    public void Operator_Cost(string input, string operators, long parameters, long multiplyAdds, long activations)
        => Assert.Equal(new Cost(parameters, multiplyAdds, activations), Declare.Infer(input, operators).Cost);

    [Fact]
    public void Layers_HaveSequentialsKeys()
    {
        IEnumerable<string?> keys = Declare.Infer(Samples.LightNN).Layers.Select(layer => layer.Layer.Key).Where(key => key is not null);

        Assert.Equal(["0", "3", "7", "10"], keys);
    }
}
