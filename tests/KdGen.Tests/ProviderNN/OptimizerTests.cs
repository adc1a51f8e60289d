using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

public sealed class OptimizerTests
{
    private static Parameter One(float gradient)
    {
        var parameter = nn.Parameter(ones(1));
        using var grad = full([1], gradient);
        parameter.grad = grad;
        return parameter;
    }

    private static float Value(Parameter parameter)
    {
        using var plain = parameter.detach();
        return plain.item<float>();
    }

    [Fact]
    public void ParamGroups_HaveOptionsOfTheirOwn()
    {
        using var scope = NewDisposeScope();
        var (slow, fast) = (One(1), One(1));
        using var optimizer = optim.SGD(
            [new SGD.ParamGroup { Parameters = [slow] }, new SGD.ParamGroup([fast], new SGD.Options { LearningRate = 0.5 })], 0.1);
        optimizer.step();
        Assert.Equal(0.9f, Value(slow), 1e-6f);
        Assert.Equal(0.5f, Value(fast), 1e-6f);
        Assert.Equal([0.1, 0.5], optimizer.ParamGroups.Select(g => g.InitialLearningRate));
        Assert.Equal(2, optimizer.parameters().Count());
    }

    [Fact]
    public void Step_SkipsParametersWithoutGradient()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(ones(1));
        using var optimizer = optim.AdamW([parameter], lr: 0.1, weight_decay: 0.5);
        optimizer.step();
        optimizer.zero_grad();
        Assert.Equal(1f, Value(parameter));
    }

    [Fact]
    public void Step_RunsTheClosureWithGradientsOn()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(ones(1));
        using var optimizer = optim.SGD([parameter], 0.25);
        using (no_grad())
        {
            var loss = optimizer.step(() =>
            {
                var value = parameter.pow(2).sum();
                value.backward();
                return value;
            });
            Assert.Equal(1f, loss!.item<float>());
        }
        Assert.Equal(0.5f, Value(parameter), 1e-6f);
    }

    [Fact]
    public void ZeroGrad_FillsWithZeros()
    {
        using var scope = NewDisposeScope();
        var parameter = One(3);
        using var optimizer = optim.Adam([parameter]);
        optimizer.zero_grad();
        Assert.Equal(0f, parameter.grad!.item<float>());
    }

    [Fact]
    public void StateDict_CarriesAnOptimizerOver()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (One(0.5f), One(0.5f));
        using var source = optim.Adam([first], lr: 0.1);
        using var target = optim.Adam([second], lr: 0.7);
        source.step();
        source.step();
        using (no_grad()) second.copy_(first);
        target.load_state_dict(source.state_dict());
        Assert.Equal(2, ((Adam.State)target.state_dict().State[0]).step);
        source.step();
        target.step();
        Assert.Equal(Value(first), Value(second));

        using var other = optim.Adam([One(1), One(1)]);
        Assert.Contains("1 groups of 1 parameters do not fit 1 groups of 2",
            Assert.Throws<ArgumentException>(() => other.load_state_dict(source.state_dict())).Message);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [One(1)];
        Assert.Contains("lr is -1", Assert.Throws<ArgumentException>(() => optim.SGD(parameters, -1)).Message);
        Assert.Contains("nesterov", Assert.Throws<ArgumentException>(() => optim.SGD(parameters, 0.1, nesterov: true)).Message);
        Assert.Contains("betas are 1 and", Assert.Throws<ArgumentException>(() => optim.Adam(parameters, beta1: 1)).Message);
        Assert.Contains("list each once", Assert.Throws<ArgumentException>(() => optim.AdamW([parameters[0], parameters[0]])).Message);
    }
}
