using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Shapes;

/// <summary>What the build makes of the operators, against PyTorch: keys, outputs and gradients with the same weights.</summary>
public sealed class GeneratedOperatorTests
{
    private const string Prelude = """
        import torch, torch.nn as nn, torch.nn.functional as F

        class Do(nn.Module):
            def __init__(self, f):
                super().__init__()
                self.f = f
            def forward(self, x):
                return self.f(x)

        class SE(nn.Module):
            def __init__(self, c, r):
                super().__init__()
                self.fc1, self.fc2 = nn.Conv2d(c, c // r, 1), nn.Conv2d(c // r, c, 1)
            def forward(self, x):
                return x * torch.sigmoid(self.fc2(F.relu(self.fc1(F.adaptive_avg_pool2d(x, 1)))))

        class RMSNorm(nn.Module):
            def __init__(self, d, eps=1e-6):
                super().__init__()
                self.weight, self.eps = nn.Parameter(torch.ones(d)), eps
            def forward(self, x):
                return x / (x.pow(2).mean(-1, keepdim=True) + self.eps).sqrt() * self.weight

        class Patches(nn.Module):
            def __init__(self, c, d, p):
                super().__init__()
                self.proj = nn.Conv2d(c, d, p, p)
            def forward(self, x):
                return self.proj(x).flatten(2).transpose(1, 2)

        class Attention(nn.Module):
            def __init__(self, d, heads, bias=True):
                super().__init__()
                self.qkv, self.proj, self.heads = nn.Linear(d, 3 * d, bias=bias), nn.Linear(d, d), heads
            def forward(self, x):
                b, t, d = x.shape
                q, k, v = (p.view(b, t, self.heads, d // self.heads).transpose(1, 2) for p in self.qkv(x).chunk(3, -1))
                w = (q @ k.transpose(2, 3) / (d // self.heads) ** 0.5).softmax(-1)
                return self.proj((w @ v).transpose(1, 2).reshape(b, t, d))

        class Vit(nn.Sequential):
            def __init__(self, *layers):
                super().__init__(*layers)
                self.cls_token, self.dist_token = nn.Parameter(torch.zeros(1, 1, 12)), nn.Parameter(torch.zeros(1, 1, 12))
                self.pos_embed = nn.Parameter(torch.zeros(1, 18, 12))
            def forward(self, x):
                for i, layer in enumerate(self):
                    x = torch.cat((self.cls_token.expand(len(x), -1, -1), self.dist_token.expand(len(x), -1, -1), x), 1) if i == 1 else x + self.pos_embed if i == 2 else layer(x)
                return x

        def shuffle(x, g):
            b, c = x.shape[:2]
            return x.view(b, g, c // g, -1).transpose(1, 2).reshape(x.shape)
        """;

    private const string Check = """

        net.double()
        for n, p in sorted(net.named_parameters()):
            p.data = torch.linspace(-0.7, 0.8, p.numel(), dtype=torch.float64).sin().view(p.shape)
        print(*sorted(net.state_dict()))
        y = net(x)
        (y * torch.linspace(-1, 1, y.numel(), dtype=torch.float64).view(y.shape)).sum().backward()
        print(*y.flatten().tolist(), *[v for _, p in sorted(net.named_parameters()) for v in p.grad.flatten().tolist()])
        """;

    [OracleFact]
    public void Maps_AreAsInPyTorch() => Agree<OperatorsOnMaps>(isTraining: false, x: Numbers(2, 6, 16, 16), """
        net = nn.Sequential(
            nn.Conv2d(6, 8, 5, 2, 2, bias=False), nn.GroupNorm(2, 8, eps=1e-3), nn.ReLU6(), nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=8, bias=False), nn.Hardswish(), SE(8, 4),
            nn.ConvTranspose2d(8, 4, 4, 2, 1, output_padding=1, bias=False), nn.ReLU(), Do(lambda x: shuffle(x, 2)), nn.Upsample(scale_factor=2), nn.Upsample(scale_factor=2, mode='bilinear'),
            nn.ZeroPad2d(1), Do(F.normalize), nn.AdaptiveAvgPool2d(5), nn.Identity(), nn.Identity(), nn.ReLU6(), nn.MaxPool2d(2, 1), nn.Softmax2d(), Do(lambda x: x.amax((2, 3))),
            nn.LayerNorm(4), RMSNorm(4, 1e-3), Do(F.normalize), nn.Linear(4, 3)).eval()
        x = torch.linspace(-1, 2, 2 * 6 * 16 * 16, dtype=torch.float64).mul(37).cos().view(2, 6, 16, 16)
        """);

    [OracleFact]
    public void Signals_AreAsInPyTorch() => Agree<OperatorsOnSignals>(isTraining: true, x: Numbers(2, 6, 20), """
        net = nn.Sequential(
            nn.Conv1d(6, 8, 3, 2, 1), nn.BatchNorm1d(8), nn.ReLU(), nn.Conv1d(8, 8, 3, groups=8), nn.GroupNorm(4, 8), nn.MaxPool1d(2), nn.AvgPool1d(2, 1, 1), Do(lambda x: shuffle(x, 4)),
            Do(lambda x: x.transpose(1, 2)), nn.LayerNorm(8, eps=1e-3), nn.Softmax(2), Do(lambda x: F.normalize(x, dim=2)), Do(lambda x: x.mean(2)))
        x = torch.linspace(-1, 2, 2 * 6 * 20, dtype=torch.float64).mul(37).cos().view(2, 6, 20)
        """);

    [OracleFact]
    public void Sequences_AreAsInPyTorch() => Agree<OperatorsOnSequences>(isTraining: false, x: Numbers(2, 3, 32, 32), """
        net = Vit(
            Patches(3, 12, 8), nn.Identity(), nn.Identity(), nn.LayerNorm(12), Attention(12, 3), RMSNorm(12), Attention(12, 2, False), nn.Linear(12, 24), nn.GELU(), nn.Linear(24, 12),
            Do(lambda x: x[:, -1]), nn.Linear(12, 10)).eval()
        x = torch.linspace(-1, 2, 2 * 3 * 32 * 32, dtype=torch.float64).mul(37).cos().view(2, 3, 32, 32)
        """);

    [OracleFact]
    public void Indices_AreAsInPyTorch() => Agree<OperatorsOnIndices>(isTraining: true, x: arange(24).view(2, 12), """
        net = nn.Sequential(
            nn.Embedding(50, 16), Do(lambda x: x.reshape(2, 3, 8, 8)), Do(lambda x: x.permute(0, 3, 1, 2)), Do(lambda x: x.mean(1)), Do(lambda x: x[:, 1]), Do(lambda x: x.reshape(2, 4, 2)),
            Do(lambda x: x.amax(2)), nn.Flatten(), nn.Linear(4, 3))
        x = torch.arange(24).view(2, 12)
        """);

    private static void Agree<TModel>(bool isTraining, Tensor x, string script)
        where TModel : nn.Module<Tensor, Tensor>, new()
    {
        using DisposeScope scope = NewDisposeScope();
        string[] lines = PythonTorch.Run(Prelude + "\n" + script + Check).Split('\n');
        TModel net = new();
        net.to(ScalarType.Float64).train(isTraining);
        (string Name, Tensor Value)[] parameters = [.. net.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter)).OrderBy(pair => pair.name, StringComparer.Ordinal)];
        using (no_grad())
        {
            foreach ((_, Tensor value) in parameters)
            {
                value.copy_(linspace(-0.7, 0.8, value.numel(), ScalarType.Float64).sin().view(value.shape));
            }
        }

        Assert.Equal(lines[0].Split(' '), net.state_dict().Keys.Order(StringComparer.Ordinal));
        Tensor y = net.forward(x);
        (y * linspace(-1, 1, y.numel(), ScalarType.Float64).view(y.shape)).sum().backward();
        double[] expected = [.. lines[1].Split(' ').Select(PythonTorch.Number)];
        double[] actual = [.. new[] { y }.Concat(parameters.Select(pair => pair.Value.grad!)).SelectMany(tensor => tensor.detach().contiguous().data<double>().ToArray())];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    private static Tensor Numbers(params long[] shape)
        => linspace(-1, 2, shape.Aggregate(1L, (product, size) => product * size), ScalarType.Float64).mul(37).cos().view(shape);
}
