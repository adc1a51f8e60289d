using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

public sealed class FirstWeightsTests
{
    [Fact]
    public void XavierNormal_HasTheVarianceOfBothSides_AndNoBias()
    {
        manual_seed(1);
        TorchSharp.Modules.Linear linear = nn.Linear(300, 500);
        TorchSharp.Modules.Conv2d convolution = nn.Conv2d(40, 60, 3);
        TorchSharp.Modules.BatchNorm2d norm = nn.BatchNorm2d(60);
        using nn.Module<Tensor, Tensor> model = nn.Sequential(convolution, norm, nn.Flatten(), linear).XavierNormal();

        foreach ((Tensor weight, Tensor bias, double fans) in ((Tensor, Tensor, double)[])[(linear.weight!, linear.bias!, 300 + 500), (convolution.weight!, convolution.bias!, 9 * (40 + 60))])
        {
            using Tensor values = weight.detach().to(ScalarType.Float64);
            Assert.InRange(values.std().item<double>() / Math.Sqrt(2 / fans), 0.98, 1.02);
            Assert.InRange(Math.Abs(values.mean().item<double>()), 0, 0.001);
            Assert.True(weight.requires_grad);
            Assert.Equal(0, bias.abs().max().item<float>());
        }

        Assert.Equal(1, norm.weight!.min().item<float>());
    }

    [Fact]
    public void XavierNormal_OfALayerByItself_IsDrawnToo()
    {
        using TorchSharp.Modules.Linear linear = nn.Linear(400, 400).XavierNormal();
        using Tensor values = linear.weight!.detach().to(ScalarType.Float64);
        Assert.InRange(values.std().item<double>() / Math.Sqrt(2.0 / 800), 0.98, 1.02);
        Assert.Equal(0, linear.bias!.abs().max().item<float>());
    }

    [Fact]
    public void XavierNormal_IsThatOfTheSeed()
    {
        float[] Weights(long seed)
        {
            manual_seed(seed);
            using TorchSharp.Modules.Linear linear = nn.Linear(4, 3).XavierNormal();
            return [.. linear.weight!.data<float>()];
        }

        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }
}
