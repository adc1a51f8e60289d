using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KdGen.Benchmarks.Losses;

/// <summary>The losses as one writes them by hand from operators: the fewest and the most direct ones that the API has, log-probabilities instead of logarithms of probabilities.</summary>
internal static class HandWritten
{
    public static Tensor CrossEntropy(Tensor s, Tensor t, Tensor y) => F.cross_entropy(s, y);

    public static Tensor Smoothed(Tensor s, Tensor t, Tensor y) => F.cross_entropy(s, y, label_smoothing: 0.1);

    public static Tensor Binary(Tensor s, Tensor t, Tensor y) => F.binary_cross_entropy_with_logits(s, F.one_hot(y, s.shape[1]).to(s.dtype));

    public static Tensor MultiMargin(Tensor s, Tensor t, Tensor y)
    {
        // The label's own margin is always 1.
        Tensor margins = (1 - s.gather(1, y.unsqueeze(1)) + s).clamp_min(0);
        return (margins.sum() - s.shape[0]) / s.NumberOfElements;
    }

    public static Tensor Hinton(Tensor s, Tensor t, double temperature) => Divergence((s / temperature).log_softmax(1), (t / temperature).log_softmax(1)) * (temperature * temperature / s.shape[0]);

    /// <summary>As tutorials and most code have it: the teacher's probabilities rather than their logarithms.</summary>
    public static Tensor HintonAsUsual(Tensor s, Tensor t, double temperature)
        => F.kl_div((s / temperature).log_softmax(1), (t / temperature).softmax(1), log_target: false, nn.Reduction.Sum) * (temperature * temperature / s.shape[0]);

    public static Tensor Standardized(Tensor s, Tensor t, double temperature) => Hinton(Standard(s), Standard(t), temperature);

    public static Tensor Reverse(Tensor s, Tensor t, double temperature) => Hinton(t, s, temperature);

    public static Tensor BinaryDivergence(Tensor s, Tensor t, double temperature)
    {
        Tensor scaled = t / temperature, p = scaled.sigmoid();
        return (F.binary_cross_entropy_with_logits(s / temperature, p) - F.binary_cross_entropy_with_logits(scaled, p)) * (temperature * temperature);
    }

    public static Tensor JensenShannon(Tensor s, Tensor t, Tensor y)
    {
        (Tensor logQ, Tensor logP) = (s.log_softmax(1), t.log_softmax(1));
        Tensor logM = ((logQ.exp() + logP.exp()) / 2).log();
        return (Divergence(logM, logP) + Divergence(logM, logQ)) / (2 * s.shape[0]);
    }

    public static Tensor TotalVariation(Tensor s, Tensor t, Tensor y) => (s.softmax(1) - t.softmax(1)).abs().sum() / (2 * s.shape[0]);

    public static Tensor HardLabel(Tensor s, Tensor t, Tensor y) => F.cross_entropy(s, t.argmax(1));

    public static Tensor LogitMse(Tensor s, Tensor t, Tensor y) => F.mse_loss(s, t);

    public static Tensor DeiTSoft(Tensor s, Tensor t, Tensor y) => Hinton(s, t, 3) / s.shape[1];

    public static Tensor Decoupled(Tensor s, Tensor t, Tensor y)
    {
        const double Temperature = 4, Square = Temperature * Temperature;
        Tensor label = y.unsqueeze(1), own = F.one_hot(y, s.shape[1]) * 1000.0;
        (Tensor scaledS, Tensor scaledT) = (s / Temperature, t / Temperature);
        Tensor ofLabelS = scaledS.softmax(1).gather(1, label), ofLabelT = scaledT.softmax(1).gather(1, label);
        Tensor target = Divergence(cat([ofLabelS, 1 - ofLabelS], 1).log(), cat([ofLabelT, 1 - ofLabelT], 1).log());
        Tensor others = Divergence((scaledS - own).log_softmax(1), (scaledT - own).log_softmax(1));
        return (target + (others * 8)) * (Square / s.shape[0]);
    }

    public static Tensor Normalized(Tensor s, Tensor t, Tensor y)
    {
        Tensor label = y.unsqueeze(1), own = F.one_hot(y, s.shape[1]) * 1000.0;
        Tensor target = t.softmax(1).gather(1, label) * s.log_softmax(1).gather(1, label);
        Tensor others = (t - own).softmax(1) * (s - own).log_softmax(1);
        return -((target.sum() + (others.sum() * 1.5)) / s.shape[0]);
    }

    public static Tensor Correlations(Tensor s, Tensor t, Tensor y)
    {
        static Tensor Mean(Tensor a, Tensor b, long axis)
        {
            a = a - a.mean([axis], keepdim: true);
            b = b - b.mean([axis], keepdim: true);
            return ((a * b).sum(axis) / (((a * a).sum(axis) * (b * b).sum(axis)).sqrt() + 1e-8)).mean();
        }

        (Tensor q, Tensor p) = (s.softmax(1), t.softmax(1));
        return 2 - Mean(q, p, 1) - Mean(q, p, 0);
    }

    public static Tensor WeightedSoftLabels(Tensor s, Tensor t, Tensor y)
    {
        const double Temperature = 4;
        Tensor soft = -((t / Temperature).softmax(1) * (s / Temperature).log_softmax(1)).sum(1);
        Tensor focal = 1 - (-(F.cross_entropy(s.detach(), y, reduction: nn.Reduction.None) / (F.cross_entropy(t, y, reduction: nn.Reduction.None) + 1e-7))).exp();
        return (focal * soft).mean() * (Temperature * Temperature);
    }

    public static Tensor ConfidenceWeighted(Tensor s, Tensor t, Tensor y)
    {
        Tensor confidence = t.softmax(1).amax([1]);
        return (confidence * F.cross_entropy(s, y, reduction: nn.Reduction.None)).sum() / confidence.sum();
    }

    /// <summary>By hand the permutation, for each sample one of all classes but the likeliest, costs a sort.</summary>
    public static Tensor Permuted(Tensor s, Tensor t, Tensor y)
    {
        Tensor largest = t.argmax(1, keepdim: true), rest = arange(t.shape[1] - 1);
        Tensor from = rand_like(t).scatter(1, largest, full_like(largest, -1, ScalarType.Float32)).argsort(1);
        Tensor to = cat([largest, rest + (rest >= largest).to(ScalarType.Int64)], 1);
        return Hinton(s, t.scatter(1, to, t.gather(1, from)), 1);
    }

    public static Tensor Minifinetuning(Tensor s, Tensor t, Tensor y)
    {
        Tensor p = t.softmax(1), label = y.unsqueeze(1), own = F.one_hot(y, s.shape[1]);
        Tensor highest = p.amax([1], keepdim: true), ofLabel = p.gather(1, label);
        Tensor wrong = (highest - ofLabel + 0.2) / (highest - ofLabel + (1 + 1e-7));
        Tensor right = ((ofLabel + 0.2).clamp_max(1) - highest) / (1 - highest + 1e-7);
        Tensor mix = where(t.argmax(1, keepdim: true) == label, right, wrong);
        return F.kl_div(s.log_softmax(1), (p * (1 - mix)) + (own * mix), log_target: false, nn.Reduction.Sum) / s.shape[0];
    }

    public static Tensor TopK(Tensor s, Tensor t, Tensor y)
    {
        (Tensor values, Tensor classes) = t.topk(10, 1);
        return Divergence(s.log_softmax(1).gather(1, classes), values.log_softmax(1)) / s.shape[0];
    }

    private static Tensor Divergence(Tensor logQ, Tensor logP) => F.kl_div(logQ, logP, log_target: true, nn.Reduction.Sum);

    private static Tensor Standard(Tensor z) => (z - z.mean([1], keepdim: true)) / (z.std(1, keepdim: true) + 1e-7);
}
