using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

public sealed class ModuleMovingTests
{
    private sealed class Scaled : nn.Module<Tensor, Tensor>
    {
        internal Parameter factor = nn.Parameter(full([1], 2f));
        internal Tensor count = zeros(1, dtype: ScalarType.Int64);
        internal Tensor shift = ones(1);
        internal readonly Linear layer = nn.Linear(2, 2);

        internal Scaled() : base(nameof(Scaled)) => RegisterComponents();

        public override Tensor forward(Tensor x) => layer.forward(x).mul(factor).add(shift);
    }

    [Fact]
    public void To_ReplacesParametersAndTheFieldsThatHeldThem()
    {
        using var module = new Scaled();
        var (oldFactor, oldWeight, oldShift, oldCount) = (module.factor, module.layer.weight, module.shift, module.count);
        Assert.Same(module, module.to(ScalarType.Float64));
        Assert.NotSame(oldFactor, module.factor);
        Assert.NotSame(oldWeight, module.layer.weight);
        Assert.True(oldFactor.IsInvalid && oldWeight.IsInvalid && oldShift.IsInvalid);
        Assert.Same(oldCount, module.count);
        Assert.Same(module.factor, module.get_parameter("factor"));
        Assert.Same(module.layer.weight, module.get_parameter("layer.weight"));
        Assert.Same(module.shift, module.get_buffer("shift"));
        Assert.True(module.factor.requires_grad && module.factor.is_leaf);
        using var scope = NewDisposeScope();
        Assert.Equal(ScalarType.Float64, module.forward(ones(1, 2, dtype: ScalarType.Float64)).dtype);
    }

    [Fact]
    public void To_WhereItIsAlready_KeepsTheParameters()
    {
        using var module = new Scaled();
        var old = module.parameters().ToArray();
        module.to(ScalarType.Float32).cpu().to(DeviceType.CPU);
        Assert.All(old.Zip(module.parameters()), pair => Assert.Same(pair.First, pair.Second));
    }

    [Fact]
    public void To_BringsGradientAndFrozenStateAlong()
    {
        using var module = new Scaled();
        using (NewDisposeScope()) module.forward(ones(1, 2)).sum().backward();
        module.layer.bias!.requires_grad = false;
        module.@double();
        using var grad = module.factor.grad;
        Assert.Equal(ScalarType.Float64, grad!.dtype);
        Assert.False(module.layer.bias.requires_grad);
    }

    [Fact]
    public void To_MovesBatchNormButKeepsItsCounterWhole()
    {
        using var layer = nn.BatchNorm2d(2).@double();
        Assert.Equal(ScalarType.Float64, layer.weight.dtype);
        Assert.Equal(ScalarType.Float64, layer.running_var!.dtype);
        Assert.Equal(ScalarType.Int64, layer.num_batches_tracked!.dtype);
        Assert.Same(layer.running_mean, layer.get_buffer("running_mean"));
    }

    [Fact]
    public void To_RefusesWholeNumbers()
    {
        using var layer = nn.Linear(1, 1);
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => layer.to(ScalarType.Int64)).Message);
    }

    [Fact]
    public void Optimizer_OverReplacedParameters_SaysWhatToDo()
    {
        using var layer = nn.Linear(1, 1);
        using var optimizer = optim.SGD(layer.parameters(), 0.1);
        layer.@double();
        Assert.Contains("after the module has been moved", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message);
    }
}
