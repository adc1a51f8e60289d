using KdGen.Modules;
using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Modules.Runtime;

public sealed class FunctionalTests
{
    [Fact]
    public void DropPath_ZeroesWholeSamplesAndKeepsTheMean()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var kept = Functional.DropPath(ones(20_000, 2, 3), 0.2, training: true);
        var samples = kept.flatten(1);
        Assert.True(samples.amax(1).Equals(samples.amin(1)));
        Assert.True(samples.amax(1).eq(0).logical_or(samples.amax(1).eq(1.25)).all().item<bool>());
        Assert.Equal(1, kept.mean().item<float>(), 0.02f);
    }

    [Fact]
    public void DropPath_InEvaluationModeOrAtZero_KeepsTheValues()
    {
        using var x = ones(2, 3);
        foreach (Tensor kept in (Tensor[])[Functional.DropPath(x, 0.5, training: false), Functional.DropPath(x, 0, training: true)])
        {
            Assert.NotSame(x, kept);
            Assert.Equal(x.data<float>().ToArray(), kept.data<float>().ToArray());
        }
    }

    [Fact]
    public void DropPath_AtOne_IsZero()
    {
        using var scope = NewDisposeScope();
        Assert.True(Functional.DropPath(ones(2, 3), 1, training: true).Equals(zeros(2, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.DropPath(ones(2, 3), 1.5, training: true));
    }

    [Fact]
    public void DropPath_HandsTheKeptSamplesGradientOn()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var x = ones([64, 2], requires_grad: true);
        var y = Functional.DropPath(x, 0.5, training: true);
        y.sum().backward();
        Assert.True(x.grad!.Equals(y.detach()));
    }

    [OracleFact]
    public void DropPath_MatchesPyTorch()
    {
        var oracle = new OracleNumbers("""
            torch.manual_seed(6)
            x = torch.randn(9, 2, 3)
            show('dropped', x * torch.empty(9, 1, 1).bernoulli_(0.7) / 0.7)
            """);
        using var scope = NewDisposeScope();
        manual_seed(6);
        oracle.AssertClose("dropped", Functional.DropPath(randn(9, 2, 3), 0.3, training: true), 1e-6);
    }

    [OracleFact]
    public void ChannelShuffle_MatchesPyTorch()
    {
        var oracle = new OracleNumbers("""
            x = torch.arange(2 * 12 * 3 * 2, dtype=torch.float32).reshape(2, 12, 3, 2)
            for groups in (1, 2, 3, 4):
                show(f'g{groups}', nn.ChannelShuffle(groups)(x))
            """);
        using var scope = NewDisposeScope();
        var x = arange(2 * 12 * 3 * 2, dtype: ScalarType.Float32).reshape(2, 12, 3, 2);
        foreach (var groups in new long[] { 1, 2, 3, 4 }) oracle.AssertClose($"g{groups}", Functional.ChannelShuffle(x, groups), 0);
        Assert.Contains("5 groups must divide the 12 channels", Assert.Throws<ArgumentException>(() => Functional.ChannelShuffle(x, 5)).Message);
    }

    [Fact]
    public void Replacing_FreesThePreviousTensorUnlessItIsTheSame()
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        var y = x.add(1).Replacing(x);
        Assert.True(x.IsInvalid);
        Assert.Equal(2f, y[0].item<float>());
        Assert.Same(y, y.Replacing(y));
        Assert.False(y.IsInvalid);
    }

    [Fact]
    public void Replacing_LeavesTheGradientPathWhole()
    {
        using var scope = NewDisposeScope();
        var leaf = ones([3], requires_grad: true);
        var x = leaf.mul(3);
        x = x.square().Replacing(x);
        x = x.sum().Replacing(x);
        x.backward();
        Assert.Equal([18f, 18f, 18f], leaf.grad!.data<float>().ToArray());
    }
}
