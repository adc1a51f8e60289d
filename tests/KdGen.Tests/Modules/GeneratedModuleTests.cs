using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Modules;

/// <summary>Generated modules against the same nn.Sequential in PyTorch: first weights, keys, outputs, gradients, running statistics, both modes.</summary>
public sealed class GeneratedModuleTests
{
    private const string Script = """
        import torch.nn as nn

        class GlobalAvgPool(nn.Module):
            def forward(self, x):
                return x.mean([2, 3])

        torch.manual_seed(17)
        net = nn.Sequential(
            nn.Conv2d(4, 8, 5, stride=2, padding=2, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
            nn.Conv2d(8, 8, 3, groups=4, dilation=2), nn.LeakyReLU(0.2), nn.Sigmoid(), nn.ReLU(), nn.MaxPool2d(3, stride=1, padding=1), nn.ReLU(), nn.GELU(), nn.AvgPool2d(2), nn.SiLU(),
            nn.Conv2d(8, 6, 1), nn.ReLU(), nn.Tanh(), nn.BatchNorm2d(6, eps=1e-3, momentum=0.2), GlobalAvgPool(),
            nn.Flatten(), nn.Linear(6, 16, bias=False), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 3), nn.Softmax(1))
        net.double()
        x = torch.randn(6, 4, 17, 17, dtype=torch.float64)
        weight = torch.randn(6, 3, dtype=torch.float64)
        print(*sorted(net.state_dict()))
        y = net(x)
        (y * weight).sum().backward()
        print(*y.flatten().tolist(), *[g for p in net.parameters() for g in p.grad.flatten().tolist()])
        net.eval()
        print(*[v for _, t in sorted(net.state_dict().items()) for v in t.double().flatten().tolist()])
        print(*net(x).flatten().tolist())
        """;

    [OracleFact]
    public void EveryOperator_IsPyTorchsSequential()
    {
        string[] lines = PythonTorch.Run(Script).Split('\n');

        manual_seed(17);
        using EveryOperator net = new EveryOperator().to(ScalarType.Float64);
        using Tensor x = randn([6, 4, 17, 17], dtype: ScalarType.Float64), weight = randn([6, 3], dtype: ScalarType.Float64);
        Assert.Equal(lines[0].Split(' '), net.state_dict().Keys.Order(StringComparer.Ordinal));

        using Tensor y = net.forward(x);
        (y * weight).sum().backward();
        Agree(lines[1], [y, .. net.parameters().Select(parameter => parameter.grad!)]);
        net.eval();
        Agree(lines[2], net.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value));
        using Tensor evaluated = net.forward(x);
        Agree(lines[3], [evaluated]);
    }

    [Fact]
    public void InputOfAnotherShape_IsNamedByTheModel()
    {
        using var net = new EveryOperator();
        using Tensor grey = randn([6, 1, 17, 17]), flat = randn([4, 17, 17]);
        Assert.Equal(
            "EveryOperator takes [B, 4, 17, 17], not [6, 1, 17, 17]: change its [Input] or the data",
            Assert.Throws<ArgumentException>(() => net.forward(grey)).Message);
        Assert.Throws<ArgumentException>(() => net.forward(flat));
    }

    private static void Agree(string expected, IEnumerable<Tensor> actual)
    {
        double[] numbers = [.. expected.Split(' ').Select(PythonTorch.Number)];
        double[] ours = [.. actual.SelectMany(tensor => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray())];
        Assert.Equal(numbers.Length, ours.Length);
        Assert.All(numbers.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }
}
