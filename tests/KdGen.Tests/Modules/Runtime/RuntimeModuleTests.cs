using KdGen.Modules;
using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Modules.Runtime;

/// <summary>The runtime's own modules against the same computation written in PyTorch: first weights, keys, output, gradients.</summary>
public sealed class RuntimeModuleTests
{
    // Written from the papers' formulas with PyTorch's primitives, attribute by attribute as timm and torchvision name them.
    private const string Script = """
        class Attention(nn.Module):
            def __init__(self, dim, heads, bias=True):
                super().__init__()
                self.heads, self.qkv, self.proj = heads, nn.Linear(dim, 3 * dim, bias=bias), nn.Linear(dim, dim)
            def forward(self, x):
                B, T, D = x.shape
                q, k, v = [part.reshape(B, T, self.heads, D // self.heads).permute(0, 2, 1, 3) for part in self.qkv(x).split(D, 2)]
                self.map = torch.softmax(q @ k.transpose(2, 3) * (D // self.heads) ** -0.5, 3)
                return self.proj((self.map @ v).permute(0, 2, 1, 3).reshape(B, T, D))
        class PatchEmbed(nn.Module):
            def __init__(self, channels, dim, patch):
                super().__init__()
                self.patch, self.proj = patch, nn.Conv2d(channels, dim, patch, patch)
            def forward(self, x):
                rows = x.unfold(2, self.patch, self.patch).unfold(3, self.patch, self.patch).permute(0, 2, 3, 1, 4, 5).flatten(3).flatten(1, 2)
                return rows @ self.proj.weight.flatten(1).t() + self.proj.bias
        class Tokens(nn.Module):
            def __init__(self, names, dim):
                super().__init__()
                for name in names:
                    self.register_parameter(name, nn.Parameter(torch.empty(1, 1, dim)))
                    nn.init.normal_(getattr(self, name), std=0.02)
            def forward(self, x):
                return torch.stack([torch.cat([*[p[0] for p in self.parameters()], sample]) for sample in x])
        class Positions(nn.Module):
            def __init__(self, tokens, dim):
                super().__init__()
                self.pos_embed = nn.Parameter(nn.init.normal_(torch.empty(1, tokens, dim), std=0.02))
            def forward(self, x):
                return torch.stack([sample + self.pos_embed[0] for sample in x])
        class RMSNorm(nn.Module):
            def __init__(self, dim, eps=1e-6):
                super().__init__()
                self.eps, self.weight = eps, nn.Parameter(torch.ones(dim))
            def forward(self, x):
                return x / torch.sqrt((x * x).sum(-1, keepdim=True) / x.shape[-1] + self.eps) * self.weight
        class SqueezeExcitation(nn.Module):
            def __init__(self, channels, squeezed):
                super().__init__()
                self.fc1, self.fc2 = nn.Conv2d(channels, squeezed, 1), nn.Conv2d(squeezed, channels, 1)
            def forward(self, x):
                return x * torch.sigmoid(self.fc2(F.relu(self.fc1(F.adaptive_avg_pool2d(x, 1)))))
        modules = {
            'attention': (lambda: Attention(12, 3), (2, 5, 12)),
            'attention_plain': (lambda: Attention(8, 1, bias=False), (2, 4, 8)),
            'patches': (lambda: PatchEmbed(3, 6, 4), (2, 3, 8, 12)),
            'token': (lambda: Tokens(['cls_token'], 4), (3, 2, 4)),
            'tokens': (lambda: Tokens(['cls_token', 'dist_token', 'token2', 'token3'], 4), (3, 2, 4)),
            'positions': (lambda: Positions(5, 4), (3, 5, 4)),
            'rms': (lambda: RMSNorm(6), (2, 3, 6)),
            'rms_eps': (lambda: RMSNorm(6, 0.5), (4, 6)),
            'excitation': (lambda: SqueezeExcitation(8, 2), (2, 8, 3, 4)),
            'excitation_odd': (lambda: SqueezeExcitation(7, 2), (2, 7, 3, 3)),
        }
        for name, (make, shape) in modules.items():
            torch.manual_seed(23)
            module = make()
            for key, value in module.state_dict().items():
                show(f'{name}/state/{key}', value)
            x = torch.randn(shape, requires_grad=True)
            y = module(x)
            (y * torch.randn(y.shape)).sum().backward()
            show(f'{name}/y', y)
            show(f'{name}/x.grad', x.grad)
            for key, parameter in module.named_parameters():
                show(f'{name}/grad/{key}', parameter.grad)
            if name.startswith('attention'):
                show(f'{name}/map', module.map)
        """;

    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Make, long[] Shape)> modules = new()
    {
        ["attention"] = (() => new Attention(12, 3), [2, 5, 12]),
        ["attention_plain"] = (() => new Attention(8, 1, qkvBias: false), [2, 4, 8]),
        ["patches"] = (() => new PatchEmbed(3, 6, 4), [2, 3, 8, 12]),
        ["token"] = (() => new ClassTokens(1, 4), [3, 2, 4]),
        ["tokens"] = (() => new ClassTokens(4, 4), [3, 2, 4]),
        ["positions"] = (() => new PositionEmbedding(5, 4), [3, 5, 4]),
        ["rms"] = (() => new RMSNorm(6), [2, 3, 6]),
        ["rms_eps"] = (() => new RMSNorm(6, 0.5), [4, 6]),
        ["excitation"] = (() => new SqueezeExcitation(8, 4), [2, 8, 3, 4]),
        ["excitation_odd"] = (() => new SqueezeExcitation(7, 3), [2, 7, 3, 3]),
    };

    public static TheoryData<string> Names => [.. modules.Keys];

    [OracleFact]
    public void Modules_MatchTheSameInPyTorch()
    {
        var oracle = new OracleNumbers(Script);
        Assert.Equal(modules.Keys.Order(), oracle.Names.Select(n => n.Split('/')[0]).Distinct().Order());
        foreach (var (name, (make, shape)) in modules)
        {
            using var scope = NewDisposeScope();
            manual_seed(23);
            using var module = make();
            Assert.Equal(
                oracle.Names.Where(n => n.StartsWith($"{name}/state/", StringComparison.Ordinal)).Select(n => n.Split('/')[2]),
                module.state_dict().Keys);
            foreach (var (key, value) in module.state_dict()) oracle.AssertClose($"{name}/state/{key}", value, 1e-8);

            var x = randn(shape, requires_grad: true);
            var y = module.call(x);
            y.mul(randn(y.shape)).sum().backward();
            oracle.AssertClose($"{name}/y", y, 1e-5);
            oracle.AssertClose($"{name}/x.grad", x.grad, 1e-5);
            foreach (var (key, parameter) in module.named_parameters()) oracle.AssertClose($"{name}/grad/{key}", parameter.grad, 1e-5);
            if (module is Attention attention)
            {
                var (output, map) = attention.ForwardWithMap(x);
                oracle.AssertClose($"{name}/y", output, 1e-5);
                oracle.AssertClose($"{name}/map", map, 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void To_TakesTheNewParametersIntoUse(string name)
    {
        using var scope = NewDisposeScope();
        var (make, shape) = modules[name];
        using var module = make();
        var x = randn(shape, dtype: ScalarType.Float64);
        var old = module.forward(x.to(ScalarType.Float32)).to(ScalarType.Float64);
        var before = module.parameters().ToArray();
        module.to(ScalarType.Float64);
        Assert.All(before, parameter => Assert.True(parameter.IsInvalid));
        Assert.All(module.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        var wide = module.forward(x);
        Assert.Equal(ScalarType.Float64, wide.dtype);
        Assert.True(wide.allclose(old, 1e-4, 1e-4));
        wide.sum().backward();
        Assert.All(module.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StateDict_CarriesOneModuleToAnother(string name)
    {
        using var scope = NewDisposeScope();
        var (make, shape) = modules[name];
        using nn.Module<Tensor, Tensor> source = make(), target = make();
        using (no_grad())
            foreach (var parameter in source.parameters())
                parameter.add_(0.5);
        var x = randn(shape);
        Assert.False(source.forward(x).allclose(target.forward(x)));
        target.load_state_dict(source.state_dict());
        Assert.True(source.forward(x).Equals(target.forward(x)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Module_OutlivesTheScopeItWasMadeInAndLeavesNothingBehind(string name)
    {
        var (make, shape) = modules[name];
        nn.Module<Tensor, Tensor> module;
        using (NewDisposeScope()) module = make();
        using (module)
        {
            Assert.All(module.parameters(), parameter => Assert.False(parameter.IsInvalid));
            using var scope = NewDisposeScope();
            var x = randn(shape);
            module.forward(x);
            Assert.Equal(2, scope.DisposablesCount);
        }
        Assert.Empty(module.parameters());
    }

    [Fact]
    public void Attention_DropsWeightsInTrainingModeOnly()
    {
        using var scope = NewDisposeScope();
        using var attention = new Attention(8, 2, dropout: 0.5);
        var x = randn(2, 6, 8);
        var (first, map) = attention.ForwardWithMap(x);
        Assert.False(first.allclose(attention.forward(x)));
        Assert.True(map.sum(-1).allclose(ones(2, 2, 6)));
        attention.eval();
        Assert.True(attention.forward(x).allclose(attention.ForwardWithMap(x).Output, atol: 1e-6));
    }

    [Fact]
    public void Constructors_NameWhatDoesNotFit()
    {
        Assert.Equal("Attention: 3 heads must divide 8 features (Parameter 'heads')", Assert.Throws<ArgumentException>(() => new Attention(8, 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Attention(8, 2, dropout: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassTokens(0, 8));
        Assert.Contains("from 1 to 8", Assert.Throws<ArgumentOutOfRangeException>(() => new SqueezeExcitation(8, 9)).Message);
    }
}
