using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KdGen.Benchmarks.Losses.Features;

/// <summary>The feature losses by hand, with the operators and the temporaries that published code has; <c>published.py</c> says the same in Python.</summary>
internal static class PublishedForms
{
    public static Tensor Hint(Tensor s, Tensor t) => F.mse_loss(s, t);

    public static Tensor SmoothHint(Tensor s, Tensor t) => F.smooth_l1_loss(s, t);

    public static Tensor Cosine(Tensor s, Tensor t)
    {
        (s, t) = s.dim() == 3 ? (s.flatten(0, 1), t.flatten(0, 1)) : (s.flatten(1), t.flatten(1));
        return 1 - F.cosine_similarity(s, t).mean();
    }

    public static Tensor AttentionMap(Tensor s, Tensor t)
    {
        return F.mse_loss(Visible(s), Visible(t));

        static Tensor Visible(Tensor x) => where(x.le(-100), zeros_like(x), x);
    }

    public static Tensor AT(Tensor s, Tensor t)
    {
        return (Map(s) - Map(t)).pow(2).mean();

        static Tensor Map(Tensor x) => F.normalize(x.pow(2).mean([1]).flatten(1));
    }

    public static Tensor SP(Tensor s, Tensor t)
    {
        Tensor difference = Similarities(s.flatten(1)) - Similarities(t.flatten(1));
        return (difference * difference).sum() / (s.shape[0] * s.shape[0]);

        static Tensor Similarities(Tensor x) => F.normalize(x.mm(x.t()));
    }

    public static Tensor RKD(Tensor s, Tensor t)
    {
        (s, t) = (s.flatten(1), t.flatten(1));
        return (F.smooth_l1_loss(Distances(s), Distances(t)) * 25) + (F.smooth_l1_loss(Angles(s), Angles(t)) * 50);

        static Tensor Distances(Tensor x)
        {
            Tensor squares = x.pow(2).sum(1);
            Tensor distances = (squares.unsqueeze(1) + squares.unsqueeze(0) - (x.mm(x.t()) * 2)).clamp_min(1e-12).sqrt() * (1 - eye(x.shape[0]));
            double pairs = x.shape[0] * (x.shape[0] - 1);
            return distances / (distances.sum() / pairs);
        }

        static Tensor Angles(Tensor x)
        {
            Tensor directions = F.normalize(x.unsqueeze(0) - x.unsqueeze(1), dim: 2);
            return directions.bmm(directions.transpose(1, 2));
        }
    }

    public static Tensor PKT(Tensor s, Tensor t)
    {
        Tensor q = Probabilities(s.flatten(1)), p = Probabilities(t.flatten(1));
        return (p * ((p + 1e-7) / (q + 1e-7)).log()).mean();

        static Tensor Probabilities(Tensor x)
        {
            x = x / (x.pow(2).sum(1, keepdim: true).sqrt() + 1e-7);
            Tensor similarities = (x.mm(x.t()) + 1) / 2;
            return similarities / similarities.sum(1, keepdim: true);
        }
    }

    /// <summary>With [B, C, C, HW] of products.</summary>
    public static Tensor NST(Tensor s, Tensor t)
    {
        s = F.normalize(s.flatten(2), dim: 2);
        t = F.normalize(t.flatten(2), dim: 2);
        return Kernel(t, t) + Kernel(s, s) - (Kernel(s, t) * 2);

        static Tensor Kernel(Tensor one, Tensor other) => (one.unsqueeze(1) * other.unsqueeze(2)).sum(-1).pow(2).mean();
    }

    public static Tensor CWD(Tensor s, Tensor t)
    {
        (s, t) = (s.flatten(2), t.flatten(2));
        Tensor p = t.softmax(2);
        return ((p * t.log_softmax(2)) - (p * s.log_softmax(2))).sum() / (s.shape[0] * s.shape[1]);
    }

    public static Tensor PKD(Tensor s, Tensor t)
    {
        return F.mse_loss(Standard(s), Standard(t)) / 2;

        static Tensor Standard(Tensor x)
        {
            Tensor channels = x.permute(1, 0, 2, 3).reshape(x.shape[1], -1);
            channels = (channels - channels.mean([1], keepdim: true)) / (channels.std(1, keepdim: true) + 1e-6);
            return channels.reshape(x.shape[1], x.shape[0], x.shape[2], x.shape[3]).permute(1, 0, 2, 3);
        }
    }

    public static Tensor ICKD(Tensor s, Tensor t)
    {
        return (Correlations(s) - Correlations(t)).pow(2).sum() / (s.shape[0] * s.shape[1]);

        static Tensor Correlations(Tensor x)
        {
            x = x.flatten(2);
            return F.normalize(x.bmm(x.transpose(1, 2)), dim: 2);
        }
    }

    public static Tensor AB(Tensor s, Tensor t)
    {
        Tensor below = (s + 1).pow(2) * s.gt(-1).logical_and(t.le(0)).to(s.dtype), above = (s - 1).pow(2) * s.le(1).logical_and(t.gt(0)).to(s.dtype);
        return (below + above).abs().sum() * (0.003 / s.shape[0]);
    }

    public static Tensor OFD(Tensor s, Tensor t)
    {
        t = t.maximum(full([1, s.shape[1], 1, 1], -0.3f));
        Tensor distance = (s - t).pow(2) * s.gt(t).logical_or(t.gt(0)).to(s.dtype);
        return distance.sum() / s.shape[0];
    }

    /// <summary>With [B, C, C', HW] of products.</summary>
    public static Tensor FSP(Tensor[] s, Tensor[] t)
    {
        return (Flow(s[0], s[1]) - Flow(t[0], t[1])).pow(2).mean();

        static Tensor Flow(Tensor lower, Tensor upper)
        {
            lower = F.adaptive_avg_pool2d(lower, upper.shape[2]).flatten(2);
            return (lower.unsqueeze(1) * upper.flatten(2).unsqueeze(2)).mean([-1]);
        }
    }

    /// <summary>With the whole decomposition, of which it takes four vectors and one.</summary>
    public static Tensor KDSVD(Tensor[] s, Tensor[] t)
    {
        (Tensor lower, Tensor lowerT) = Vectors(s[0], t[0]);
        (Tensor upper, Tensor upperT) = Vectors(s[1], t[1]);
        return (Kernel(upper, lower) - Kernel(upperT, lowerT)).pow(2).sum() / s[0].shape[0];

        static (Tensor, Tensor) Vectors(Tensor x, Tensor y)
        {
            (_, _, Tensor v) = linalg.svd(x.flatten(2).transpose(1, 2), false);
            (_, Tensor size, Tensor w) = linalg.svd(y.flatten(2).transpose(1, 2), false);
            (v, w, size) = (v.narrow(1, 0, 4).transpose(1, 2), w.narrow(1, 0, 1).transpose(1, 2), F.normalize(size.narrow(1, 0, 1), dim: 1));
            Tensor cosines = v.detach().transpose(1, 2).bmm(w), chosen = cosines.abs().argmax(1, true);
            v = v.gather(2, chosen.expand(-1, v.shape[1], -1)) * cosines.gather(1, chosen).sign();
            return (v * size.unsqueeze(1), w * size.unsqueeze(1));
        }

        static Tensor Kernel(Tensor upper, Tensor lower) => (-(upper.unsqueeze(2) - lower.unsqueeze(1)).pow(2) / 8).exp();
    }
}
