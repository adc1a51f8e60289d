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
    [InlineData("4, 8, 8", "ReLU, MaxPool(2), Flatten, Dropout, Softmax", 0, 0, 256 + 64 + 64 + 64 + 64)]
    public void Operator_Cost(string input, string operators, long parameters, long multiplyAdds, long activations)
        => Assert.Equal(new Cost(parameters, multiplyAdds, activations), Declare.Infer(input, operators).Cost);

    [Fact]
    public void Layers_HaveSequentialsKeys()
    {
        IEnumerable<string?> keys = Declare.Infer(Samples.LightNN).Layers.Select(layer => layer.Layer.Key).Where(key => key is not null);

        Assert.Equal(["0", "3", "7", "10"], keys);
    }
}
