using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

public sealed class ModuleModeTests
{
    [Fact]
    public void Train_ReachesEveryModuleBelow()
    {
        using var inner = nn.Sequential(nn.Dropout());
        using var outer = nn.Sequential(inner, nn.ReLU());
        Assert.All(outer.modules(), m => Assert.True(m.training));
        outer.eval();
        Assert.False(outer.training);
        Assert.All(outer.modules(), m => Assert.False(m.training));
        outer.train();
        Assert.All(outer.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void Dropout_DropsInTrainingOnly()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var layer = nn.Dropout(0.25);
        var x = ones(10_000);
        var dropped = layer.forward(x).data<float>().ToArray();
        Assert.All(dropped, v => Assert.True(v is 0 or > 1.333f and < 1.334f));
        Assert.InRange(dropped.Count(v => v == 0), 2_300, 2_700);
        layer.eval();
        Assert.True(layer.forward(x).Equals(x));
    }

    [Fact]
    public void Dropout_RefusesWhatIsNoProbability()
        => Assert.Throws<ArgumentOutOfRangeException>(() => nn.Dropout(1.5));

    [Fact]
    public void Identity_GivesAFreshTensorObject()
    {
        using var layer = nn.Identity();
        using var x = ones(2);
        var y = layer.forward(x);
        y.Dispose();
        Assert.Equal([1f, 1f], x.data<float>().ToArray());
    }

    [Fact]
    public void BatchNorm2d_RefusesAnotherRank()
    {
        using var layer = nn.BatchNorm2d(3);
        using var x = ones(2, 3);
        Assert.Contains("4 dimensions, not 2", Assert.Throws<ArgumentException>(() => layer.forward(x)).Message);
    }

    [Fact]
    public void Forward_KeepsTheFirstLineOfLibtorch()
    {
        using var layer = nn.Linear(3, 2);
        using var x = ones(4, 5);
        var message = Assert.ThrowsAny<Exception>(() => layer.forward(x)).Message;
        Assert.StartsWith("mat1 and mat2 shapes cannot be multiplied (4x5 and 3x2)", message);
        Assert.DoesNotContain("\n", message.TrimEnd());
    }

    [Fact]
    public void ZeroGrad_TakesGradientsAwayOrFillsThem()
    {
        using var layer = nn.Linear(2, 1);
        using (NewDisposeScope())
        {
            layer.forward(ones(3, 2)).sum().backward();
            Assert.NotNull(layer.weight.grad);
            layer.zero_grad(set_to_none: false);
            Assert.Equal([0f, 0f], layer.weight.grad!.data<float>().ToArray());
            layer.zero_grad();
            Assert.Null(layer.weight.grad);
        }
    }

    [Fact]
    public void Apply_VisitsChildrenBeforeTheirParent()
    {
        using var chain = nn.Sequential(nn.ReLU(), nn.Sequential(nn.Tanh()));
        List<string> names = [];
        chain.apply(m => names.Add(m.GetName()));
        Assert.Equal(["ReLU", "Tanh", "Sequential", "Sequential"], names);
    }

    [Fact]
    public void BatchNorm_RefusesOneValuePerChannelInTraining()
    {
        using var norm = nn.BatchNorm1d(3);
        using Tensor one = ones(1, 3);
        Assert.Contains("more than 1 value per channel", Assert.Throws<ArgumentException>(() => norm.forward(one)).Message);
        norm.eval();
        using Tensor evaluated = norm.forward(one);
        Assert.True(evaluated.isfinite().all().item<bool>());
    }
}
