using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

public sealed class RegistrationTests
{
    private sealed class ByFields : nn.Module<Tensor, Tensor>
    {
        private readonly Linear hidden = nn.Linear(3, 4);
        [ComponentName(Name = "head")] private readonly Linear last = nn.Linear(4, 2);
        private readonly Parameter scale = nn.Parameter(ones(1));
        private readonly Tensor offset = zeros(1);

        internal ByFields() : base(nameof(ByFields)) => RegisterComponents();

        [field: ComponentName(Name = "extra")] private Linear Extra { get; } = nn.Linear(1, 1, hasBias: false);

        public override Tensor forward(Tensor x) => last.call(hidden.call(x)).mul(scale).add(offset).add(Extra.weight);
    }

    private sealed class ByHand : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d first = nn.Conv2d(3, 2, 3);
        private readonly BatchNorm2d second = nn.BatchNorm2d(2);
        private readonly Tensor table = zeros(2);

        internal ByHand() : base(nameof(ByHand))
        {
            register_module("0", first);
            register_module("1", second);
            register_buffer("table", table, persistent: false);
        }

        protected override void RegisterComponents() { }

        public override Tensor forward(Tensor x) => second.forward(first.forward(x));
    }

    private sealed class Parent : nn.Module<Tensor, Tensor>
    {
        internal readonly ByHand body = new();

        internal Parent() : base(nameof(Parent)) => RegisterComponents();

        public override Tensor forward(Tensor x) => body.forward(x);
    }

    [Fact]
    public void RegisterComponents_FindsFieldsByNameAndByAttribute()
    {
        using var module = new ByFields();
        Assert.Equal(
            ["extra.weight", "head.bias", "head.weight", "hidden.bias", "hidden.weight", "offset", "scale"],
            module.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Contains("offset", module.named_buffers().Select(b => b.name));
        Assert.DoesNotContain("offset", module.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void RegisterComponents_OverriddenEmpty_LeavesTheExplicitKeysOnly()
    {
        using var module = new Parent();
        Assert.Equal(
            ["body.0.weight", "body.0.bias", "body.1.weight", "body.1.bias", "body.1.running_mean", "body.1.running_var", "body.1.num_batches_tracked"],
            module.state_dict().Keys);
    }

    [Fact]
    public void Sequential_NamesChildrenByPositionOrByName()
    {
        using var numbered = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], numbered.state_dict().Keys);
        using var named = nn.Sequential(("fc", nn.Linear(2, 3)), ("act", nn.ReLU()));
        Assert.Equal(["fc.weight", "fc.bias"], named.state_dict().Keys);
        Assert.Equal(["fc", "act"], named.named_children().Select(c => c.name));
    }

    [Fact]
    public void GetParameter_FollowsDottedKeys()
    {
        using var module = new Parent();
        Assert.True(module.has_parameter("body.0.weight"));
        Assert.False(module.has_parameter("body.2.weight"));
        Assert.False(module.has_parameter("body.1.running_mean"));
        Assert.True(module.has_buffer("body.1.running_mean"));
        Assert.Equal([2, 3, 3, 3], module.get_parameter("body.0.weight")!.shape);
        Assert.Equal(["body", "body.0", "body.1"], module.named_modules().Select(m => m.name));
    }

    [Fact]
    public void RegisterModule_RefusesBadNames()
    {
        using var module = new ByHand();
        using var child = nn.ReLU();
        Assert.Contains("'a.b'", Assert.Throws<ArgumentException>(() => module.register_module("a.b", child)).Message);
        Assert.Throws<ArgumentException>(() => module.register_module("", child));
        Assert.Contains("'0'", Assert.Throws<InvalidOperationException>(() => module.register_module("0", child)).Message);
        Assert.Throws<ArgumentNullException>(() => module.register_parameter("p", null!));
    }

    [Fact]
    public void Parameters_ListSharedTensorsOnce()
    {
        using var shared = nn.Linear(2, 2);
        using var chain = nn.Sequential(shared, nn.ReLU());
        chain.append("again", shared);
        Assert.Equal(2, chain.parameters().Count());
    }

    [Fact]
    public void Hooks_SeeAndReplaceInputAndResult()
    {
        using var scope = NewDisposeScope();
        var layer = nn.ReLU();
        var calls = 0;
        var before = layer.register_forward_pre_hook((_, x) => x.neg());
        var after = layer.register_forward_hook((_, _, y) => y.add(1));
        layer.register_forward_hook(_ => calls++);
        var input = tensor(new float[] { -2, 3 });
        Assert.Equal([3f, 1f], layer.call(input).data<float>().ToArray());
        Assert.Equal([0f, 3f], layer.forward(input).data<float>().ToArray());
        before.remove();
        after.remove();
        Assert.Equal([0f, 3f], layer.call(input).data<float>().ToArray());
        Assert.Equal(2, calls);
    }
}
