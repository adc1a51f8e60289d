using KdGen.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Tests.Modules.Runtime;

public sealed class KeyedModuleTests
{
    /// <summary>A keyed module of any children, run one after the other.</summary>
    private sealed class Keyed : KeyedModule
    {
        private readonly nn.Module<Tensor, Tensor>[] steps;

        internal Keyed(params (string Key, nn.Module<Tensor, Tensor> Child)[] children) : base(nameof(Keyed))
        {
            foreach (var (key, child) in children) Register(key, child);
            steps = [.. children.Select(child => child.Child)];
        }

        public override Tensor forward(Tensor input) => steps.Aggregate(input, (x, step) => step.call(x));
    }

    /// <summary>A keyed module with a parameter of its own.</summary>
    private sealed class Scaled : KeyedModule
    {
        private readonly nn.Module<Tensor, Tensor> inner;

        internal Scaled(string parameter, string key, nn.Module<Tensor, Tensor> inner) : base(nameof(Scaled))
        {
            this.inner = inner;
            register_parameter(parameter, nn.Parameter(ones(1)));
            Register(key, inner);
        }

        public override Tensor forward(Tensor input) => inner.call(input);
    }

    [Fact]
    public void Keys_AreThoseAskedFor()
    {
        using var net = new Keyed(
            ("", nn.Conv2d(3, 4, 3)), ("bn", nn.BatchNorm2d(4)), ("block1.layer", nn.Sequential(nn.ReLU(), nn.Conv2d(4, 4, 1, bias: false))), ("head", nn.Linear(4, 2)));
        Assert.Equal(
            ["weight", "bias", "bn.weight", "bn.bias", "block1.layer.1.weight", "head.weight", "head.bias"], net.named_parameters().Select(p => p.name));
        Assert.Equal(["bn.running_mean", "bn.running_var", "bn.num_batches_tracked"], net.named_buffers().Select(b => b.name));
        Assert.Equal(net.named_parameters().Select(p => p.name).Concat(net.named_buffers().Select(b => b.name)), net.state_dict().Keys);
        Assert.Equal(net.state_dict().Keys.Select(key => "net." + key), net.state_dict(prefix: "net").Keys);
        Assert.Empty(net.named_parameters(recurse: false));
        Assert.Equal(7, net.parameters().Count());
    }

    [Fact]
    public void Keys_HoldInsidePlainModulesAndAroundThem()
    {
        using var net = nn.Sequential(
            ("stem", new Keyed(("", new Keyed(("conv.a", nn.Linear(2, 2)))), ("norm", nn.BatchNorm1d(2)))),
            ("tail", new Keyed(("x.y", nn.Sequential(nn.Linear(2, 2), new Keyed(("", nn.Linear(2, 2))))))));
        string[] expected =
        [
            "stem.conv.a.weight", "stem.conv.a.bias", "stem.norm.weight", "stem.norm.bias",
            "tail.x.y.0.weight", "tail.x.y.0.bias", "tail.x.y.1.weight", "tail.x.y.1.bias",
        ];
        Assert.Equal(expected, net.named_parameters().Select(p => p.name));
        Assert.Equal([.. expected, "stem.norm.running_mean", "stem.norm.running_var", "stem.norm.num_batches_tracked"], net.state_dict().Keys);
        Assert.All(expected, key => Assert.Same(net.state_dict()[key], net.get_parameter(key)));
    }

    [Fact]
    public void LoadStateDict_TakesTheKeys()
    {
        using var source = new Keyed(("a.b", nn.Linear(2, 3)), ("", nn.BatchNorm1d(3)));
        using var target = new Keyed(("a.b", nn.Linear(2, 3)), ("", nn.BatchNorm1d(3)));
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        foreach (var (key, value) in source.state_dict()) Assert.True(value.Equals(target.state_dict()[key]), key);
    }

    [Fact]
    public void Structure_TrainsMovesAndFreesTheChildren()
    {
        Linear layer = nn.Linear(2, 3);
        BatchNorm1d norm = nn.BatchNorm1d(3);
        var net = new Keyed(("a.b", layer), ("", norm), ("c", nn.Dropout(0.9)));
        net.eval();
        Assert.False(norm.training);
        net.train();
        Assert.True(norm.training);
        net.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, layer.weight.dtype);
        Assert.Same(layer.weight, net.state_dict()["a.b.weight"]);
        Assert.Same(norm.running_mean, net.state_dict()["running_mean"]);
        using (NewDisposeScope())
        {
            net.forward(rand(4, 2, dtype: ScalarType.Float64)).sum().backward();
            Assert.NotNull(layer.weight.grad);
            net.zero_grad();
            Assert.Null(layer.weight.grad);
        }
        var weight = layer.weight;
        net.Dispose();
        Assert.True(weight.IsInvalid);
    }

    [Fact]
    public void Lookup_GoesByKey()
    {
        var layer = nn.Linear(2, 3);
        using var net = new Keyed(("a.b", layer), ("", nn.BatchNorm1d(3)));
        Assert.Same(layer.weight, net.get_parameter("a.b.weight"));
        Assert.True(net.has_parameter("weight"));
        Assert.True(net.has_buffer("running_mean"));
        Assert.False(net.has_parameter("a_b.weight"));
        Assert.False(net.has_parameter("a.weight"));
        Assert.Null(net.get_buffer("weight"));
    }

    [Fact]
    public void SharedChild_StandsUnderBothKeysButIsOneParameter()
    {
        var layer = nn.Linear(2, 2, hasBias: false);
        using var net = new Keyed(("first", layer), ("second", layer));
        Assert.Equal(["first.weight"], net.named_parameters().Select(p => p.name));
        Assert.Equal(["first.weight", "second.weight"], net.state_dict().Keys);
        Assert.Same(layer.weight, net.get_parameter("second.weight"));
    }

    [Fact]
    public void KeysAlikeButForDots_AreDifferent()
    {
        using var net = new Keyed(("a.b", nn.Linear(1, 1, hasBias: false)), ("a_b", nn.Linear(1, 1, hasBias: false)), ("_", nn.Linear(1, 1, hasBias: false)), ("", nn.Linear(1, 1, hasBias: false)));
        Assert.Equal(["a.b.weight", "a_b.weight", "_.weight", "weight"], net.state_dict().Keys);
    }

    [Theory]
    [InlineData("", "", "weight", "at \"\"")]
    [InlineData("conv", "conv", "conv.weight", "at \"conv\"")]
    public void CollidingChildren_AreNamed(string first, string second, string name, string where)
    {
        var message = Assert.Throws<ArgumentException>(() => new Keyed((first, nn.Linear(1, 1)), (second, nn.BatchNorm1d(1)))).Message;
        Assert.Contains($"\"{name}\"", message);
        Assert.Contains(where, message);
    }

    [Fact]
    public void CollisionAcrossLevels_IsNamed()
    {
        var inner = nn.Sequential(("layer", nn.Linear(1, 1)));
        Assert.Contains("\"a.layer.weight\"", Assert.Throws<ArgumentException>(() => new Keyed(("a", inner), ("a.layer", nn.Linear(1, 1)))).Message);
        Assert.Contains("the module's own", Assert.Throws<ArgumentException>(() => new Scaled("weight", "", nn.Linear(1, 1))).Message);
        using var apart = new Keyed(("a", nn.Sequential(("layer", nn.Linear(1, 1)))), ("a.other", nn.Linear(1, 1)));
        Assert.Equal(4, apart.state_dict().Count);
    }

    [Fact]
    public void OwnParameters_ComeFirst()
    {
        using var net = new Scaled("scale", "", nn.Linear(1, 1));
        Assert.Equal(["scale", "weight", "bias"], net.state_dict().Keys);
        Assert.Equal(["scale"], net.named_parameters(recurse: false).Select(p => p.name));
        Assert.True(net.has_parameter("scale"));
    }
}
