using Models;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Models;

/// <summary>Parameters, state_dict entries and features of the public PyTorch definitions.</summary>
public sealed class ModelSizeTests
{
    [Theory]
    [InlineData("ResNet20", 278_324, 128)]
    [InlineData("ResNet32", 472_756, 200)]
    [InlineData("ResNet56", 861_620, 344)]
    [InlineData("ResNet110", 1_736_564, 668)]
    [InlineData("ResNet8x4", 1_233_540, 62)]
    [InlineData("ResNet32x4", 7_433_860, 206)]
    [InlineData("Wrn16x2", 703_284, 83)]
    [InlineData("Wrn40x1", 569_780, 226)]
    [InlineData("Wrn40x2", 2_255_156, 227)]
    [InlineData("Vgg8", 3_965_028, 37)]
    [InlineData("Vgg13", 9_462_180, 72)]
    [InlineData("MobileNetV2", 812_836, 320)]
    [InlineData("ShuffleV2", 1_355_528, 338)]
    [InlineData("DeiTTiny", 5_910_800, 155)]
    [InlineData("EmbeddingMlp", 146_506, 7)]
    [InlineData("TinyBert", 14_230_442, 56)]
    public void Model_HasThePublishedNumberOfParametersAndTensors(string name, long parameters, int tensors)
    {
        using nn.Module<Tensor, Tensor> model = ModelSources.Create(name);
        Assert.Equal(parameters, model.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(tensors, model.state_dict().Count);
    }

    [Theory]
    [InlineData("ResNet20", "16x32x32 16x32x32 32x16x16 64x8x8 64 100")]
    [InlineData("ResNet110", "16x32x32 16x32x32 32x16x16 64x8x8 64 100")]
    [InlineData("ResNet8x4", "32x32x32 64x32x32 128x16x16 256x8x8 256 100")]
    [InlineData("ResNet32x4", "32x32x32 64x32x32 128x16x16 256x8x8 256 100")]
    [InlineData("Wrn16x2", "16x32x32 32x32x32 64x16x16 128x8x8 128 100")]
    [InlineData("Wrn40x1", "16x32x32 16x32x32 32x16x16 64x8x8 64 100")]
    [InlineData("Wrn40x2", "16x32x32 32x32x32 64x16x16 128x8x8 128 100")]
    [InlineData("Vgg8", "64x32x32 64x16x16 128x16x16 128x8x8 256x8x8 256x4x4 512x4x4 512x4x4 512 100")]
    [InlineData("Vgg13", "64x32x32 64x16x16 128x16x16 128x8x8 256x8x8 256x4x4 512x4x4 512x4x4 512 100")]
    [InlineData("MobileNetV2", "16x16x16 8x16x16 12x16x16 16x8x8 32x4x4 48x4x4 80x2x2 160x2x2 1280x2x2 1280 100")]
    [InlineData("ShuffleV2", "24x32x32 116x16x16 232x8x8 464x4x4 1024 100")]
    [InlineData("EmbeddingMlp", "192 256 64 10", 12)]
    [InlineData("TinyBert", "128x312 128x312 312 2", 128)]
    public void Stages_HaveThePublishedFeatures(string name, string features, int ids = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = ModelSources.Create(name);
        Tensor x = ids > 0 ? zeros([2, ids], ScalarType.Int64) : randn([2, 3, 32, 32]);
        List<string> shapes = [];
        foreach (nn.Module stage in model.children())
        {
            x = ((nn.Module<Tensor, Tensor>)stage).forward(x);
            shapes.Add(string.Join('x', x.shape[1..]));
        }

        Assert.Equal(features.Split(' '), shapes);
    }

    [Fact]
    public void DeiT_HasItsTokensAndTwoHeads()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new DeiTTiny();
        Tensor x = randn([1, 3, 224, 224]), tokens = model.tokens.forward(x);
        (Tensor cls, Tensor dist) = model.Heads(x);
        Assert.Equal([1L, 198, 192], tokens.shape);
        Assert.Equal(12, model.encoder.blocks.Length);
        Assert.Equal([1L, 1000], cls.shape);
        Assert.Equal([1L, 1000], dist.shape);
    }
}
