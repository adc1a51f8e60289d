using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Modules;

[Conv(C, Stride = S, Bias = false), BatchNorm, ReLU, Residual(Shortcut.Project)]
public partial class SignalBlock
{
    [Arg] public const int C = 16, S = 1;
}

[Parallel<Kept, Worked>(Join.Cat, Split = true)]
public partial class SignalHalves
{
    [Identity] public partial class Kept;
    [Conv(8), ReLU] public partial class Worked;
}

/// <summary>A signal C x L has its channels in front, where joins, shares and residuals look for them.</summary>
[Input(4, 100)]
public partial class SignalNet
{
    [Repeat<SignalBlock>(2, 16, Stride = 2)] public partial class Body;
    [Repeat<SignalHalves>(1)] public partial class Halves;
    [From<Body>, Conv(8, Kernel = 5)] public partial class Wide;
    [Cat<Halves, Wide>, GlobalAvgPool, Linear(3)] public partial class Head;
}

/// <summary>The same words on a sequence T x D join features.</summary>
[Input(10, 16)]
public partial class SequenceNet
{
    [Linear(8), Residual(Shortcut.Project)] public partial class Body;
    [Cat<Body, SequenceNet>, LayerNorm, Mean, Linear(2)] public partial class Head;
}

/// <summary>Sizes of Reshape over [Arg] constants are the block's own at each of its places.</summary>
[Permute(1, 2, 0), Reshape(H * H, C), LayerNorm, Linear(C), Reshape(H, H, C), Permute(2, 0, 1), Residual]
public partial class TokensOfAMap
{
    [Arg] public const int C = 8, H = 8;
}

[Input(8, 8, 8), Repeat<TokensOfAMap>(1), Conv(12, Stride = 2), Repeat<TokensOfAMap>(2, 12, 4), GlobalAvgPool, Linear(2)]
public partial class ReshapedNet;

/// <summary>Two heads of a sequence side by side: features, not tokens.</summary>
[Input(10, 16), Output<Left, Right>(Eval = Join.Cat)]
public partial class TwoSequences
{
    [LayerNorm] public partial class Trunk;
    [Linear(3)] public partial class Left;
    [From<Trunk>, Linear(4)] public partial class Right;
}

/// <summary>A block's keys are its own, whether a Repeat or a Parallel names it.</summary>
[Conv(4)]
public partial class OneOperator;

[Input(4, 8, 8), Repeat<OneOperator>(1), Parallel<OneOperator, OneOperator>(Join.Add), GlobalAvgPool]
public partial class BlockEverywhere;

public sealed class SignalTests
{
    [Fact]
    public void HeadsOfASequence_StandSideBySideInTheirFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new TwoSequences();

        Assert.Equal([2, 10, 7], model.forward(rand(2, 10, 16)).shape);
    }

    [Fact]
    public void Block_HasTheSameKeysWhereverItStands()
    {
        using var model = new BlockEverywhere();

        Assert.Equal(["0.0.bias", "0.0.weight", "oneOperator0.0.bias", "oneOperator0.0.weight", "oneOperator1.0.bias", "oneOperator1.0.weight"], model.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Signal_JoinsChannels()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new SignalNet();

        Assert.Equal([2, 16, 50], model.body.forward(rand(2, 4, 100)).shape);
        Assert.Equal([16, 4, 1], model.state_dict()["body.0.3.0.weight"].shape);
        Assert.Equal([3, 24], model.state_dict()["head.1.weight"].shape);
        Assert.Equal([2, 3], model.forward(rand(2, 4, 100)).shape);
    }

    [Fact]
    public void Sequence_JoinsFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new SequenceNet();

        Assert.Equal([8, 16], model.state_dict()["body.1.weight"].shape);
        Assert.Equal([2, 2], model.forward(rand(2, 10, 16)).shape);
    }

    [Fact]
    public void Reshape_FollowsTheBlocksConstants()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new ReshapedNet();

        Assert.Equal([2, 2], model.forward(rand(2, 8, 8, 8)).shape);
        Assert.Equal([12], model.state_dict()["2.2.weight"].shape);
    }
}
