using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>The tensors of a model as the compiler knows them, by PyTorch's names and in PyTorch's shapes. The real modules are held to the same in KdGen.EndToEnd.Tests.</summary>
public sealed class StateDictTests
{
    [Theory]
    [InlineData("3, 8, 8", "Conv(4)", "0.weight 4x3x3x3, 0.bias 4")]
    [InlineData("4, 8, 8", "Conv(6, Groups = 2, Kernel = 1, Bias = false)", "0.weight 6x2x1x1")]
    [InlineData("3, 8", "Conv(4, Kernel = 5)", "0.weight 4x3x5, 0.bias 4")]
    [InlineData("4, 8, 8", "DepthwiseConv", "0.weight 4x1x3x3, 0.bias 4")]
    [InlineData("4, 8, 8", "DepthwiseConv(Kernel = 5, Bias = false)", "0.weight 4x1x5x5")]
    [InlineData("4, 8, 8", "ConvTranspose(6)", "0.weight 4x6x4x4, 0.bias 6")]
    [InlineData("4, 8, 8", "ConvTranspose(6, Groups = 2, Bias = false)", "0.weight 4x3x4x4")]
    [InlineData("5", "Linear(7)", "0.weight 7x5, 0.bias 7")]
    [InlineData("9, 5", "Linear(7, Bias = false)", "0.weight 7x5")]
    [InlineData("6, DType = DType.I64", "Embedding(50, 8)", "0.weight 50x8")]
    [InlineData("3, 8, 8", "PatchEmbed(6, Patch = 4)", "0.proj.weight 6x3x4x4, 0.proj.bias 6")]
    [InlineData("9, 6", "Tokens", "cls_token 1x1x6")]
    [InlineData("9, 6", "Tokens(2)", "cls_token 1x1x6, dist_token 1x1x6")]
    [InlineData("9, 6", "PosEmbed", "pos_embed 1x9x6")]
    [InlineData("9, 6", "Attention(2)", "0.qkv.weight 18x6, 0.qkv.bias 18, 0.proj.weight 6x6, 0.proj.bias 6")]
    [InlineData("9, 6", "Attention(2, Bias = false)", "0.qkv.weight 18x6, 0.proj.weight 6x6, 0.proj.bias 6")]
    [InlineData("4, 8, 8", "BatchNorm", "0.weight 4, 0.bias 4, 0.running_mean 4, 0.running_var 4, 0.num_batches_tracked ")]
    [InlineData("9, 6", "LayerNorm", "0.weight 6, 0.bias 6")]
    [InlineData("9, 6", "RMSNorm", "0.weight 6")]
    [InlineData("4, 8, 8", "GroupNorm(2)", "0.weight 4, 0.bias 4")]
    [InlineData("8, 8, 8", "SE(4)", "0.fc1.weight 2x8x1x1, 0.fc1.bias 2, 0.fc2.weight 8x2x1x1, 0.fc2.bias 8")]
    [InlineData("3, 8, 8", "ReLU, MaxPool(2), Dropout(0.5), Flatten, Softmax", "")]
    [InlineData("3, 8, 8", "ReLU, Conv(4, Bias = false), ReLU, GlobalAvgPool, Dropout(0.5), Linear(2)", "1.weight 4x3x3x3, 5.weight 2x4, 5.bias 2")]
    public void Operator_HasItsTensors(string input, string operators, string tensors) => Assert.Equal(tensors, Text(Declare.Infer(input, operators)));

    [Fact]
    public void Shapes_FollowThePlaceNotTheClass()
    {
        // A second convolution sees the channels of the first, a Linear the values of the map it flattens.
        Assert.Equal(
            "0.weight 4x3x3x3, 0.bias 4, 2.weight 5x4x3x3, 2.bias 5, 5.weight 2x80, 5.bias 2",
            Text(Declare.Infer("3, 8, 8", "Conv(4), ReLU, Conv(5), MaxPool(2), Flatten, Linear(2)")));
    }

    [Theory]
    [InlineData("3, 8, 8", "Conv(4), Linear(5, 2)")]
    [InlineData("", "Conv(4)")]
    [InlineData("3, 2, 2", "MaxPool(3), Conv(4)")]
    public void ModelWithProblems_HasNone(string input, string operators) => Assert.Empty(StateDict.Of(Declare.Infer(input, operators)));

    private static string Text(ShapedModule module)
    {
        Assert.Empty(module.Problems);
        return string.Join(", ", StateDict.Of(module).Select(tensor => $"{tensor.Name} {string.Join('x', tensor.Shape)}"));
    }
}
