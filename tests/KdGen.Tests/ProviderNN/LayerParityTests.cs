using KdGen.Tests.Oracle;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

/// <summary>Every layer against python3-torch: initial state bit for bit, keys, output, gradients, running statistics.</summary>
public sealed class LayerParityTests
{
    private const string Script = """
        layers = {
            'conv': (lambda: nn.Conv2d(3, 5, 3, padding=1), (2, 3, 6, 6)),
            'conv_all': (lambda: nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2, bias=False), (2, 4, 8, 7)),
            'conv_same': (lambda: nn.Conv2d(2, 3, (4, 3), padding='same', dilation=2), (2, 2, 9, 8)),
            'conv_valid': (lambda: nn.Conv2d(2, 3, 2, padding='valid', stride=2), (2, 2, 6, 6)),
            'conv_reflect': (lambda: nn.Conv2d(2, 3, 3, padding=(1, 2), padding_mode='reflect'), (2, 2, 5, 6)),
            'conv_replicate': (lambda: nn.Conv2d(2, 3, 3, padding=1, padding_mode='replicate'), (2, 2, 5, 5)),
            'conv_circular': (lambda: nn.Conv2d(2, 3, (4, 3), padding='same', padding_mode='circular'), (2, 2, 5, 6)),
            'conv1d': (lambda: nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2), (2, 4, 11)),
            'conv1d_same': (lambda: nn.Conv1d(2, 3, 4, padding='same', bias=False), (2, 2, 7)),
            'conv1d_reflect': (lambda: nn.Conv1d(2, 3, 3, padding=2, padding_mode='reflect'), (2, 2, 7)),
            'transpose': (lambda: nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), (2, 4, 5, 4)),
            'transpose_all': (lambda: nn.ConvTranspose2d(2, 3, (4, 2), stride=(2, 3), padding=(1, 0), output_padding=(0, 2), dilation=(1, 2), bias=False), (2, 2, 4, 3)),
            'groupnorm': (lambda: nn.GroupNorm(2, 6), (2, 6, 3, 3)),
            'groupnorm_plain': (lambda: nn.GroupNorm(3, 6, eps=1e-2, affine=False), (2, 6, 4)),
            'relu6': (lambda: nn.ReLU6(), (3, 5)),
            'hardswish': (lambda: nn.Hardswish(), (3, 5)),
            'maxpool1d': (lambda: nn.MaxPool1d(3, stride=2, padding=1, dilation=2, ceil_mode=True), (2, 2, 10)),
            'avgpool1d': (lambda: nn.AvgPool1d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), (2, 2, 8)),
            'adaptive1d': (lambda: nn.AdaptiveAvgPool1d(3), (2, 2, 7)),
            'linear': (lambda: nn.Linear(7, 4), (3, 7)),
            'linear_plain': (lambda: nn.Linear(7, 4, bias=False), (2, 3, 7)),
            'bn1d': (lambda: nn.BatchNorm1d(4, eps=1e-3, momentum=0.2), (6, 4)),
            'bn2d': (lambda: nn.BatchNorm2d(4), (3, 4, 2, 2)),
            'bn2d_plain': (lambda: nn.BatchNorm2d(4, affine=False), (3, 4, 2, 2)),
            'bn2d_untracked': (lambda: nn.BatchNorm2d(4, track_running_stats=False), (3, 4, 2, 2)),
            'layernorm': (lambda: nn.LayerNorm([3, 4]), (2, 3, 4)),
            'relu': (lambda: nn.ReLU(), (3, 5)),
            'leaky': (lambda: nn.LeakyReLU(0.2), (3, 5)),
            'gelu': (lambda: nn.GELU(), (3, 5)),
            'silu': (lambda: nn.SiLU(), (3, 5)),
            'sigmoid': (lambda: nn.Sigmoid(), (3, 5)),
            'tanh': (lambda: nn.Tanh(), (3, 5)),
            'softmax': (lambda: nn.Softmax(1), (3, 5)),
            'maxpool': (lambda: nn.MaxPool2d(2), (2, 2, 6, 6)),
            'maxpool_all': (lambda: nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), ceil_mode=True), (2, 2, 7, 6)),
            'avgpool': (lambda: nn.AvgPool2d(2), (2, 2, 6, 6)),
            'avgpool_all': (lambda: nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), (2, 2, 7, 6)),
            'avgpool_divisor': (lambda: nn.AvgPool2d((2, 3), divisor_override=4), (2, 2, 7, 6)),
            'adaptive': (lambda: nn.AdaptiveAvgPool2d((3, 2)), (2, 2, 7, 5)),
            'flatten': (lambda: nn.Flatten(), (2, 3, 2, 2)),
            'dropout': (lambda: nn.Dropout(0.3), (8, 8)),
            'identity': (lambda: nn.Identity(), (3, 5)),
            'net': (lambda: nn.Sequential(nn.Conv2d(3, 4, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
                                          nn.Flatten(), nn.Dropout(0.2), nn.Linear(16, 5)), (4, 3, 6, 6)),
        }
        for name, (make, shape) in layers.items():
            torch.manual_seed(7)
            layer = make()
            for key, value in layer.state_dict().items():
                show(f'{name}/init/{key}', value)
            x = torch.randn(shape, requires_grad=True)
            y = layer(x)
            (y * torch.randn(y.shape)).sum().backward()
            show(f'{name}/y', y)
            show(f'{name}/x.grad', x.grad)
            for key, parameter in layer.named_parameters():
                show(f'{name}/grad/{key}', parameter.grad)
            for key, buffer in layer.named_buffers():
                show(f'{name}/buffer/{key}', buffer)
            layer.eval()
            show(f'{name}/eval', layer(x))
        """;

    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Make, long[] Shape)> Layers = new()
    {
        ["conv"] = (() => nn.Conv2d(3, 5, 3, padding: 1), [2, 3, 6, 6]),
        ["conv_all"] = (() => nn.Conv2d(4, 6, (3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2), groups: 2, bias: false), [2, 4, 8, 7]),
        ["conv_same"] = (() => nn.Conv2d(2, 3, (4, 3), Padding.Same, dilation: (2, 2)), [2, 2, 9, 8]),
        ["conv_valid"] = (() => nn.Conv2d(2, 3, 2, Padding.Valid, stride: 2), [2, 2, 6, 6]),
        ["conv_reflect"] = (() => nn.Conv2d(2, 3, (3, 3), padding: (1, 2), padding_mode: PaddingModes.Reflect), [2, 2, 5, 6]),
        ["conv_replicate"] = (() => nn.Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Replicate), [2, 2, 5, 5]),
        ["conv_circular"] = (() => nn.Conv2d(2, 3, (4, 3), Padding.Same, padding_mode: PaddingModes.Circular), [2, 2, 5, 6]),
        ["conv1d"] = (() => nn.Conv1d(4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2), [2, 4, 11]),
        ["conv1d_same"] = (() => nn.Conv1d(2, 3, 4, Padding.Same, bias: false), [2, 2, 7]),
        ["conv1d_reflect"] = (() => nn.Conv1d(2, 3, 3, padding: 2, padding_mode: PaddingModes.Reflect), [2, 2, 7]),
        ["transpose"] = (() => nn.ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2), [2, 4, 5, 4]),
        ["transpose_all"] = (() => nn.ConvTranspose2d(2, 3, (4, 2), (2, 3), (1, 0), (0, 2), (1, 2), bias: false), [2, 2, 4, 3]),
        ["groupnorm"] = (() => nn.GroupNorm(2, 6), [2, 6, 3, 3]),
        ["groupnorm_plain"] = (() => nn.GroupNorm(3, 6, eps: 1e-2, affine: false), [2, 6, 4]),
        ["relu6"] = (() => nn.ReLU6(), [3, 5]),
        ["hardswish"] = (() => nn.Hardswish(), [3, 5]),
        ["maxpool1d"] = (() => nn.MaxPool1d(3, stride: 2, padding: 1, dilation: 2, ceil_mode: true), [2, 2, 10]),
        ["avgpool1d"] = (() => nn.AvgPool1d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false), [2, 2, 8]),
        ["adaptive1d"] = (() => nn.AdaptiveAvgPool1d(3), [2, 2, 7]),
        ["linear"] = (() => nn.Linear(7, 4), [3, 7]),
        ["linear_plain"] = (() => nn.Linear(7, 4, hasBias: false), [2, 3, 7]),
        ["bn1d"] = (() => nn.BatchNorm1d(4, eps: 1e-3, momentum: 0.2), [6, 4]),
        ["bn2d"] = (() => nn.BatchNorm2d(4), [3, 4, 2, 2]),
        ["bn2d_plain"] = (() => nn.BatchNorm2d(4, affine: false), [3, 4, 2, 2]),
        ["bn2d_untracked"] = (() => nn.BatchNorm2d(4, track_running_stats: false), [3, 4, 2, 2]),
        ["layernorm"] = (() => nn.LayerNorm([3, 4]), [2, 3, 4]),
        ["relu"] = (() => nn.ReLU(), [3, 5]),
        ["leaky"] = (() => nn.LeakyReLU(0.2), [3, 5]),
        ["gelu"] = (() => nn.GELU(), [3, 5]),
        ["silu"] = (() => nn.SiLU(), [3, 5]),
        ["sigmoid"] = (() => nn.Sigmoid(), [3, 5]),
        ["tanh"] = (() => nn.Tanh(), [3, 5]),
        ["softmax"] = (() => nn.Softmax(1), [3, 5]),
        ["maxpool"] = (() => nn.MaxPool2d(2), [2, 2, 6, 6]),
        ["maxpool_all"] = (() => nn.MaxPool2d((3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2), ceil_mode: true), [2, 2, 7, 6]),
        ["avgpool"] = (() => nn.AvgPool2d(2), [2, 2, 6, 6]),
        ["avgpool_all"] = (() => nn.AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false), [2, 2, 7, 6]),
        ["avgpool_divisor"] = (() => nn.AvgPool2d((2, 3), divisor_override: 4), [2, 2, 7, 6]),
        ["adaptive"] = (() => nn.AdaptiveAvgPool2d((3, 2)), [2, 2, 7, 5]),
        ["flatten"] = (() => nn.Flatten(), [2, 3, 2, 2]),
        ["dropout"] = (() => nn.Dropout(0.3), [8, 8]),
        ["identity"] = (() => nn.Identity(), [3, 5]),
        ["net"] = (() => nn.Sequential(nn.Conv2d(3, 4, 3, bias: false), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Dropout(0.2), nn.Linear(16, 5)), [4, 3, 6, 6]),
    };

    [OracleFact]
    public void Layers_MatchPyTorch()
    {
        var oracle = new OracleNumbers(Script);
        Assert.Equal(Layers.Keys.Order(), oracle.Names.Select(n => n.Split('/')[0]).Distinct().Order());
        foreach (var (name, (make, shape)) in Layers)
        {
            using var scope = NewDisposeScope();
            manual_seed(7);
            using var layer = make();
            Assert.Equal(
                oracle.Names.Where(n => n.StartsWith($"{name}/init/", StringComparison.Ordinal)).Select(n => n.Split('/')[2]).Order(),
                layer.state_dict().Keys.Order());
            foreach (var (key, value) in layer.state_dict()) oracle.AssertClose($"{name}/init/{key}", value, tolerance: 0);

            var x = randn(shape, requires_grad: true);
            var y = layer.call(x);
            y.mul(randn(y.shape)).sum().backward();
            oracle.AssertClose($"{name}/y", y, 1e-5);
            oracle.AssertClose($"{name}/x.grad", x.grad, 1e-5);
            foreach (var (key, parameter) in layer.named_parameters()) oracle.AssertClose($"{name}/grad/{key}", parameter.grad, 1e-5);
            foreach (var (key, buffer) in layer.named_buffers()) oracle.AssertClose($"{name}/buffer/{key}", buffer, 1e-5);
            layer.eval();
            oracle.AssertClose($"{name}/eval", layer.call(x), 1e-5);
        }
    }

    [Fact]
    public void MaxPool2d_GivesThePositionsToo()
    {
        using var scope = NewDisposeScope();
        var (values, indices) = nn.MaxPool2d(2).forward_with_indices(arange(16, dtype: ScalarType.Float32).reshape(1, 1, 4, 4));
        Assert.Equal([5f, 7f, 13f, 15f], values.data<float>().ToArray());
        Assert.Equal([5L, 7L, 13L, 15L], indices.data<long>().ToArray());
    }

    [Fact]
    public void MaxPool1d_GivesThePositionsToo()
    {
        using var scope = NewDisposeScope();
        var (values, indices) = nn.MaxPool1d(2).forward_with_indices(tensor(new float[] { 3, 1, 2, 5 }, [1, 1, 4]));
        Assert.Equal([3f, 5f], values.data<float>().ToArray());
        Assert.Equal([0L, 3L], indices.data<long>().ToArray());
    }

    [Fact]
    public void ConvTranspose2d_MakesTheOutputSizeAskedFor()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.ConvTranspose2d(1, 1, 3, stride: 2, padding: 1);
        var small = ones(1, 1, 4, 4);
        Assert.Equal([1, 1, 7, 7], layer.forward(small).shape);
        Assert.Equal([1, 1, 8, 7], layer.forward(small, [8, 7]).shape);
        Assert.Equal([1, 1, 8, 7], layer.forward(small, [1, 1, 8, 7]).shape);
        Assert.Contains("7 to 8", Assert.Throws<ArgumentException>(() => layer.forward(small, [9, 7])).Message);
        Assert.Contains("Reflect", Assert.Throws<ArgumentException>(() => nn.ConvTranspose2d(1, 1, 3, padding_mode: PaddingModes.Reflect)).Message);
    }

    [OracleFact]
    public void Embedding_MatchesPyTorch()
    {
        const string Embeddings = """
            ids = torch.tensor([[1, 4], [2, 1]])
            for name, make in {
                'plain': lambda: nn.Embedding(6, 3), 'padded': lambda: nn.Embedding(6, 3, padding_idx=-2),
                'short': lambda: nn.Embedding(6, 3, max_norm=1.0, norm_type=1.0), 'scaled': lambda: nn.Embedding(6, 3, scale_grad_by_freq=True),
            }.items():
                torch.manual_seed(11)
                layer = make()
                show(f'{name}/init', layer.weight)
                y = layer(ids)
                (y * y).sum().backward()
                show(f'{name}/y', y)
                show(f'{name}/grad', layer.weight.grad)
                show(f'{name}/after', layer.weight)
            """;
        var oracle = new OracleNumbers(Embeddings);
        foreach (var (name, make) in new (string, Func<Embedding>)[]
        {
            ("plain", () => nn.Embedding(6, 3)), ("padded", () => nn.Embedding(6, 3, padding_idx: -2)),
            ("short", () => nn.Embedding(6, 3, max_norm: 1, norm_type: 1)), ("scaled", () => nn.Embedding(6, 3, scale_grad_by_freq: true)),
        })
        {
            using var scope = NewDisposeScope();
            manual_seed(11);
            using var layer = make();
            oracle.AssertClose($"{name}/init", layer.weight, 0);
            var y = layer.forward(tensor(new long[] { 1, 4, 2, 1 }, [2, 2]));
            y.mul(y).sum().backward();
            oracle.AssertClose($"{name}/y", y, 1e-6);
            oracle.AssertClose($"{name}/grad", layer.weight.grad, 1e-6);
            oracle.AssertClose($"{name}/after", layer.weight, 1e-6);
            Assert.Equal(["weight"], layer.state_dict().Keys);
        }
    }

    [Fact]
    public void BatchNorm_WithoutMomentum_AveragesAllBatches()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm1d(1);
        layer.momentum = null;
        layer.forward(tensor(new float[] { 0, 2 }, [2, 1]));
        layer.forward(tensor(new float[] { 4, 6 }, [2, 1]));
        Assert.Equal(3f, layer.running_mean!.item<float>(), 1e-6f);
        Assert.Equal(2, layer.num_batches_tracked!.item<long>());
    }
}
