using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Modules;

[Conv(C, Stride = S, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU]
public partial class FamilyBlock
{
    [Arg] public const int C = 8, S = 1;
}

/// <summary>A template whose own depth is one block: its code still has to say what the blocks behind the first are.</summary>
[Input(4, 8, 8)]
public partial class ShallowFamily
{
    [Arg] public const int N = 1, Width = 6;

    [Repeat<FamilyBlock>(N, Width, Stride = 2)]
    public partial class Stage;

    [GlobalAvgPool, Linear(3)]
    public partial class Head;
}

[Args(4, 10)]
public partial class DeepMember : ShallowFamily;

/// <summary>Members of a family are their template with other numbers.</summary>
public sealed class FamilyTests
{
    [Fact]
    public void Template_IsAModelWithItsDefaults()
    {
        using var model = new ShallowFamily();

        Assert.Equal((4 * 6 * 9) + 12 + (4 * 6) + 12 + (6 * 3) + 3, model.parameters().Sum(parameter => parameter.numel()));
        Assert.Single(model.stage.blocks);
    }

    [Fact]
    public void Member_HasBlocksOfItsOwnNumberAndWidth()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new DeepMember();

        Assert.Equal(4, model.stage.blocks.Length);
        Assert.Equal([2, 10, 4, 4], model.stage.forward(rand(2, 4, 8, 8)).shape);
        Assert.Equal([2, 3], model.forward(rand(2, 4, 8, 8)).shape);
        Assert.Contains("stage.3.1.running_mean", model.state_dict().Keys);
        Assert.Contains("stage.0.2.0.weight", model.state_dict().Keys);
        Assert.DoesNotContain("stage.1.2.0.weight", model.state_dict().Keys);
    }
}
