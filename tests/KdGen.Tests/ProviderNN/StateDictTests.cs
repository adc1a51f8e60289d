using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

public sealed class StateDictTests
{
    [Fact]
    public void LoadStateDict_CopiesIntoTheSameTensors()
    {
        using var source = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3));
        using var target = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3));
        var before = target.state_dict();
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        foreach (var (key, value) in target.state_dict())
        {
            Assert.Same(before[key], value);
            Assert.True(value.Equals(source.state_dict()[key]), key);
        }
        Assert.True(target.get_parameter("0.weight")!.requires_grad);
    }

    [Fact]
    public void LoadStateDict_NamesTheKeyAndBothShapes()
    {
        using var source = nn.Linear(2, 3);
        using var target = nn.Linear(2, 4);
        using var old = target.weight.detach().clone();
        var message = Assert.Throws<InvalidOperationException>(() => target.load_state_dict(source.state_dict())).Message;
        Assert.Contains("weight", message);
        Assert.Contains("[4, 2]", message);
        Assert.Contains("[3, 2]", message);
        Assert.True(old.Equals(target.weight));
    }

    [Fact]
    public void LoadStateDict_Strict_NamesMissingAndUnexpectedKeys()
    {
        using var source = nn.Sequential(("a", nn.Linear(2, 2)));
        using var target = nn.Sequential(("b", nn.Linear(2, 2)));
        var message = Assert.Throws<InvalidOperationException>(() => target.load_state_dict(source.state_dict())).Message;
        Assert.Contains("a.weight", message);
        Assert.Contains("b.bias", message);
        var (missing, unexpected) = target.load_state_dict(source.state_dict(), strict: false);
        Assert.Equal(["b.weight", "b.bias"], missing);
        Assert.Equal(["a.weight", "a.bias"], unexpected);
        Assert.Empty(target.load_state_dict(source.state_dict(), strict: false, skip: ["b.weight", "b.bias"]).missing_keys);
    }

    [Fact]
    public void LoadStateDict_ConvertsTheDtype()
    {
        using var source = nn.Linear(2, 3, dtype: ScalarType.Float64);
        using var target = nn.Linear(2, 3);
        target.load_state_dict(source.state_dict());
        using var expected = source.weight.detach().to(ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, target.weight.dtype);
        Assert.True(expected.Equals(target.weight));
    }
}
