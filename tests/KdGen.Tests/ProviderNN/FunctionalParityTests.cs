using KdGen.Tests.Oracle;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace KdGen.Tests.ProviderNN;

/// <summary>Functions, losses and first values against python3-torch, from the same random numbers.</summary>
public sealed class FunctionalParityTests
{
    private const string Script = """
        torch.manual_seed(5)
        x = torch.randn(6, 4)
        z = torch.randn(6, 4)
        classes = torch.tensor([0, 3, 1, 2, 3, 0])
        weight = torch.tensor([0.5, 1.0, 2.0, 0.25])
        log_x, log_z = F.log_softmax(x, 1), F.log_softmax(z, 1)
        show('ce', F.cross_entropy(x, classes))
        show('ce_all', F.cross_entropy(x, classes, weight, ignore_index=2, reduction='sum', label_smoothing=0.1))
        show('ce_none', F.cross_entropy(x, classes, reduction='none'))
        show('ce_soft', F.cross_entropy(x, log_z.exp()))
        show('nll', F.nll_loss(log_x, classes, weight))
        show('kl', F.kl_div(log_x, log_z, log_target=True, reduction='mean'))
        show('kl_probabilities', F.kl_div(log_x, log_z.exp(), reduction='sum'))
        show('mse', F.mse_loss(x, z))
        show('l1', F.l1_loss(x, z, reduction='sum'))
        show('smooth', F.smooth_l1_loss(x, z, beta=0.5))
        show('bce', F.binary_cross_entropy_with_logits(x, log_z.exp(), pos_weight=weight))
        show('cosine', F.cosine_similarity(x, z))
        show('one_hot', F.one_hot(classes, 5))
        show('normalize', F.normalize(x))
        show('normalize_1', F.normalize(x, p=1, dim=0))
        show('leaky', F.leaky_relu(x, 0.3))
        show('softmax64', F.softmax(x, 0, dtype=torch.float64))
        image = torch.randn(2, 3, 6, 6)
        show('conv', F.conv2d(image, torch.ones(2, 3, 2, 2)))
        show('max_pool', F.max_pool2d(image, 3, 2, 1))
        show('avg_pool', F.avg_pool2d(image, (2, 3), padding=(1, 0)))
        show('adaptive', F.adaptive_avg_pool2d(image, 1))
        show('nearest', F.interpolate(image, scale_factor=2.0))
        show('nearest_down', F.interpolate(image, size=(4, 9)))
        show('nearest_exact', F.interpolate(image, size=(4, 9), mode='nearest-exact'))
        show('bilinear', F.interpolate(image, size=(8, 5), mode='bilinear'))
        show('bilinear_corners', F.interpolate(image, size=(8, 5), mode='bilinear', align_corners=True))
        show('bilinear_factor', F.interpolate(image, scale_factor=(1.7, 0.9), mode='bilinear'))
        show('bilinear_recomputed', F.interpolate(image, scale_factor=(1.7, 0.9), mode='bilinear', recompute_scale_factor=True))
        show('bilinear_smooth', F.interpolate(image, size=(3, 4), mode='bilinear', antialias=True))
        show('bicubic', F.interpolate(image, size=(8, 5), mode='bicubic'))
        show('area', F.interpolate(image, scale_factor=(0.5, 0.7), mode='area'))
        show('linear', F.interpolate(image[0], size=9, mode='linear'))
        show('trilinear', F.interpolate(image[None], size=(2, 4, 9), mode='trilinear'))
        show('pad', F.pad(image, (1, 2, 0, 3), value=0.5))
        show('pad_reflect', F.pad(image, (1, 2, 3, 0), mode='reflect'))
        show('pad_circular', F.pad(image, (1, 2, 3, 0), mode='circular'))
        show('pad_replicate', F.pad(image[0], (1, 2), mode='replicate'))
        show('group_norm', F.group_norm(image, 3))
        q, k, v = torch.randn(2, 3, 4, 5), torch.randn(2, 3, 6, 5), torch.randn(2, 3, 6, 2)
        scores = q @ k.transpose(-2, -1) / 5 ** 0.5
        bias = torch.randn(4, 6)
        show('attention', scores.softmax(-1) @ v)
        show('attention_bias', (scores + bias).softmax(-1) @ v)
        show('attention_mask', scores.masked_fill(bias < -1, float('-inf')).softmax(-1) @ v)
        show('attention_causal', scores.masked_fill(~torch.ones(4, 6, dtype=torch.bool).tril(), float('-inf')).softmax(-1) @ v)
        show('dropout', F.dropout(image, 0.4))
        w = torch.empty(8, 3, 2, 2)
        for name, fill in {
            'kaiming_uniform': lambda: nn.init.kaiming_uniform_(w, a=0.1),
            'kaiming_out': lambda: nn.init.kaiming_uniform_(w, mode='fan_out', nonlinearity='relu'),
            'kaiming_normal': lambda: nn.init.kaiming_normal_(w),
            'xavier_uniform': lambda: nn.init.xavier_uniform_(w, gain=2),
            'xavier_normal': lambda: nn.init.xavier_normal_(w),
            'normal': lambda: nn.init.normal_(w, 1, 0.5),
            'truncated': lambda: nn.init.trunc_normal_(w, 0.3, 0.5, -0.5, 1),
            'uniform': lambda: nn.init.uniform_(w, -3, 3),
        }.items():
            fill()
            show(name, w)
        p = nn.Parameter(torch.ones(3)); p.grad = torch.tensor([3.0, 4.0, 12.0])
        q = nn.Parameter(torch.ones(1)); q.grad = torch.tensor([84.0])
        show('norm', nn.utils.clip_grad_norm_([p, q], 17))
        show('clipped', torch.cat([p.grad, q.grad]))
        show('norm_inf', nn.utils.clip_grad_norm_([p, q], 2, float('inf')))
        show('clipped_inf', torch.cat([p.grad, q.grad]))
        """;

    [OracleFact]
    public void Functions_MatchPyTorch()
    {
        var oracle = new OracleNumbers(Script);
        using var scope = NewDisposeScope();
        void Same(string name, Tensor actual, double tolerance = 1e-6) => oracle.AssertClose(name, actual, tolerance);

        manual_seed(5);
        var x = randn(6, 4);
        var z = randn(6, 4);
        var classes = tensor(new long[] { 0, 3, 1, 2, 3, 0 });
        var weight = tensor(new[] { 0.5f, 1, 2, 0.25f });
        var (logX, logZ) = (F.log_softmax(x, 1), F.log_softmax(z, 1));
        Same("ce", F.cross_entropy(x, classes));
        Same("ce_all", F.cross_entropy(x, classes, weight, ignore_index: 2, reduction: Reduction.Sum, label_smoothing: 0.1));
        Same("ce_none", F.cross_entropy(x, classes, reduction: Reduction.None));
        Same("ce_soft", F.cross_entropy(x, logZ.exp()));
        Same("nll", F.nll_loss(logX, classes, weight));
        Same("kl", F.kl_div(logX, logZ));
        Same("kl_probabilities", F.kl_div(logX, logZ.exp(), log_target: false, Reduction.Sum));
        Same("mse", F.mse_loss(x, z));
        Same("l1", F.l1_loss(x, z, Reduction.Sum));
        Same("smooth", F.smooth_l1_loss(x, z, beta: 0.5));
        Same("bce", F.binary_cross_entropy_with_logits(x, logZ.exp(), pos_weights: weight));
        Same("cosine", F.cosine_similarity(x, z));
        Same("one_hot", F.one_hot(classes, 5));
        Same("normalize", F.normalize(x));
        Same("normalize_1", F.normalize(x, p: 1, dim: 0));
        Same("leaky", F.leaky_relu(x, 0.3));
        Same("softmax64", F.softmax(x, 0, ScalarType.Float64), 1e-15);
        var image = randn(2, 3, 6, 6);
        Same("conv", F.conv2d(image, ones(2, 3, 2, 2)));
        Same("max_pool", F.max_pool2d(image, 3, 2, 1));
        Same("avg_pool", F.avg_pool2d(image, (2, 3), padding: (1, 0)));
        Same("adaptive", F.adaptive_avg_pool2d(image, 1));
        Same("nearest", F.interpolate(image, scale_factor: [2, 2]));
        Same("nearest_down", F.interpolate(image, [4, 9]));
        Same("nearest_exact", F.interpolate(image, [4, 9], mode: InterpolationMode.NearestExact));
        Same("bilinear", F.interpolate(image, [8, 5], mode: InterpolationMode.Bilinear));
        Same("bilinear_corners", F.interpolate(image, [8, 5], mode: InterpolationMode.Bilinear, align_corners: true));
        Same("bilinear_factor", F.interpolate(image, scale_factor: [1.7, 0.9], mode: InterpolationMode.Bilinear));
        Same("bilinear_recomputed", F.interpolate(image, scale_factor: [1.7, 0.9], mode: InterpolationMode.Bilinear, recompute_scale_factor: true));
        Same("bilinear_smooth", F.interpolate(image, [3, 4], mode: InterpolationMode.Bilinear, antialias: true));
        Same("bicubic", F.interpolate(image, [8, 5], mode: InterpolationMode.Bicubic));
        Same("area", F.interpolate(image, scale_factor: [0.5, 0.7], mode: InterpolationMode.Area));
        Same("linear", F.interpolate(image[0], [9], mode: InterpolationMode.Linear));
        Same("trilinear", F.interpolate(image.unsqueeze(0), [2, 4, 9], mode: InterpolationMode.Trilinear));
        Same("pad", F.pad(image, (1, 2, 0, 3), value: 0.5));
        Same("pad_reflect", F.pad(image, [1, 2, 3, 0], PaddingModes.Reflect));
        Same("pad_circular", F.pad(image, [1, 2, 3, 0], PaddingModes.Circular));
        Same("pad_replicate", F.pad(image[0], (1, 2), PaddingModes.Replicate));
        Same("group_norm", F.group_norm(image, 3));
        var (query, key, value) = (randn(2, 3, 4, 5), randn(2, 3, 6, 5), randn(2, 3, 6, 2));
        var bias = randn(4, 6);
        Same("attention", F.scaled_dot_product_attention(query, key, value));
        Same("attention_bias", F.scaled_dot_product_attention(query, key, value, bias));
        Same("attention_mask", F.scaled_dot_product_attention(query, key, value, bias >= -1));
        Same("attention_causal", F.scaled_dot_product_attention(query, key, value, is_casual: true));
        // What a libtorch without the operator computes; elsewhere nothing else runs it.
        Same("attention", F.Attend(query, key, value, null, 0, causal: false));
        Same("attention_mask", F.Attend(query, key, value, bias >= -1, 0, causal: false));
        Same("attention_causal", F.Attend(query, key, value, null, 0, causal: true));
        Same("dropout", F.dropout(image, 0.4));

        var w = empty(8, 3, 2, 2);
        Same("kaiming_uniform", init.kaiming_uniform_(w, a: 0.1), 0);
        Same("kaiming_out", init.kaiming_uniform_(w, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU), 0);
        Same("kaiming_normal", init.kaiming_normal_(w), 0);
        Same("xavier_uniform", init.xavier_uniform_(w, gain: 2), 0);
        Same("xavier_normal", init.xavier_normal_(w), 0);
        Same("normal", init.normal_(w, 1, 0.5), 0);
        Same("truncated", init.trunc_normal_(w, 0.3, 0.5, -0.5, 1), 1e-6);
        Same("uniform", init.uniform_(w, -3, 3), 0);

        var p = Parameter(ones(3));
        var q = Parameter(ones(1));
        p.grad = tensor(new float[] { 3, 4, 12 });
        q.grad = tensor(new float[] { 84 });
        Assert.Equal(oracle["norm"][0], utils.clip_grad_norm_([p, q], 17), 1e-5);
        Same("clipped", cat([p.grad, q.grad], 0));
        Assert.Equal(oracle["norm_inf"][0], utils.clip_grad_norm_([p, q], 2, double.PositiveInfinity), 1e-5);
        Same("clipped_inf", cat([p.grad, q.grad], 0));
    }

    [Fact]
    public void Interpolate_RefusesWhatTheModeHasNot()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 1, 4, 4);
        Assert.Contains("2 numbers", Assert.Throws<ArgumentException>(() => F.interpolate(image, [8])).Message);
        Assert.Contains("either size or scale_factor", Assert.Throws<ArgumentException>(() => F.interpolate(image)).Message);
        Assert.Contains("no align_corners", Assert.Throws<ArgumentException>(() => F.interpolate(image, [8, 8], align_corners: true)).Message);
        Assert.Contains("another rank", Assert.Throws<ArgumentException>(() => F.interpolate(image, [8, 8], mode: InterpolationMode.Linear)).Message);
    }

    [Fact]
    public void KlDiv_TakesTheTargetAsLogarithmsByDefault()
    {
        using var scope = NewDisposeScope();
        var log = F.log_softmax(tensor(new float[] { 1, 2, 4 }), 0);
        Assert.Equal(0f, F.kl_div(log, log).item<float>(), 1e-7f);
        Assert.Equal(0f, F.kl_div(log, log.exp(), log_target: false).item<float>(), 1e-7f);
        Assert.NotEqual(0f, F.kl_div(log, log.exp()).item<float>(), 1e-3f);
    }

    [Fact]
    public void InPlaceActivations_OverwriteTheirInput()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { -1, 2 });
        var y = F.relu(x, inplace: true);
        Assert.Equal([0f, 2f], x.data<float>().ToArray());
        y.Dispose();
        Assert.Equal([0f, 2f], x.data<float>().ToArray());
    }

    [Fact]
    public void ClipGradValue_ClampsEveryGradient()
    {
        using var scope = NewDisposeScope();
        var p = Parameter(ones(3));
        var without = Parameter(ones(1));
        p.grad = tensor(new float[] { -5, 0.5f, 3 });
        utils.clip_grad_value_([p, without], 1);
        Assert.Equal([-1f, 0.5f, 1f], p.grad!.data<float>().ToArray());
    }
}
