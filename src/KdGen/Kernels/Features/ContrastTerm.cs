using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>
/// One direction of the contrastive loss from operators, for tensors of any floating-point type on any device. For each anchor row 0 of what was drawn is the positive, the others are negatives; with the
/// logit u = s / T - log Z - log(K / N + eps) of each score s, the loss is the mean over the anchors of softplus(-u) of the positive and the sum of softplus(u) of the negatives, and a constant.
/// </summary>
internal static class ContrastTerm
{
    /// <summary>What the reference adds to denominators.</summary>
    public const double Epsilon = 1e-7;

    // Up to so many bank rows for each drawn one, the product with all rows costs less than a copy of the drawn ones.
    private const long MostRowsEach = 8;

    // The drawn rows are gathered for some anchors at a time, so many elements at most.
    private const long PieceElements = 1 << 22;

    /// <summary>log of the constant that no score changes, K log((K / N + eps) / (K / N)), and log(K / N + eps).</summary>
    public static (double Constant, double LogNoise) Noise(long negatives, long samples)
    {
        double noise = (double)negatives / samples;
        return (negatives * Math.Log(1 + Epsilon / noise), Math.Log(noise + Epsilon));
    }

    /// <summary>s / T, [B, K + 1].</summary>
    /// <param name="anchors">[B, D].</param>
    /// <param name="bank">[N, D].</param>
    /// <param name="drawn">[B, K + 1] int64, rows of the bank.</param>
    /// <param name="temperature">T.</param>
    public static Tensor Scores(Tensor anchors, Tensor bank, Tensor drawn, double temperature)
    {
        using var scope = NewDisposeScope();
        Tensor scores;
        if (IsWhole(bank, drawn))
        {
            scores = anchors.matmul(bank.to(anchors.dtype).t()).gather(1, drawn);
        }
        else
        {
            scores = empty(drawn.shape, anchors.dtype, anchors.device);
            foreach ((long first, long count) in Pieces(bank, drawn))
            {
                using var piece = NewDisposeScope();
                scores.narrow(0, first, count).copy_(Rows(anchors, bank, drawn.narrow(0, first, count)).bmm(anchors.narrow(0, first, count).unsqueeze(2)).squeeze(2));
            }
        }
        return scores.div_(temperature).MoveToOuterDisposeScope();
    }

    /// <summary>log of the mean of the exponentials times N, a scalar: log Z of a first batch.</summary>
    public static Tensor LogZ(Tensor scores, long samples)
    {
        using var scope = NewDisposeScope();
        return scores.reshape(-1).logsumexp(0).add(Math.Log((double)samples / scores.NumberOfElements)).MoveToOuterDisposeScope();
    }

    /// <summary>The loss, a scalar, and its gradient for the anchors, [B, D].</summary>
    /// <param name="scores">What <see cref="Scores"/> gave; overwritten.</param>
    /// <param name="logZ">A scalar.</param>
    /// <param name="bank">[N, D].</param>
    /// <param name="drawn">[B, K + 1] int64, rows of the bank.</param>
    /// <param name="temperature">T.</param>
    public static (Tensor Value, Tensor Gradient) Evaluate(Tensor scores, Tensor logZ, Tensor bank, Tensor drawn, double temperature)
    {
        using var scope = NewDisposeScope();
        long batch = drawn.size(0), negatives = drawn.size(1) - 1;
        (double constant, double logNoise) = Noise(negatives, bank.size(0));
        Tensor logits = scores.sub_(logZ.to(scores.dtype).add(logNoise));
        Tensor value = Softplus(logits.narrow(1, 0, 1).neg()).sum().add(Softplus(logits.narrow(1, 1, negatives)).sum()).div(batch).add(constant);
        Tensor slopes = logits.sigmoid();
        slopes.narrow(1, 0, 1).sub_(1);
        slopes.div_(batch * temperature);
        return (value.MoveToOuterDisposeScope(), Weighted(slopes, bank, drawn).MoveToOuterDisposeScope());
    }

    // As torch's, but exact where e^-20 still counts.
    private static Tensor Softplus(Tensor logits) => logits.softplus(1, 60);

    /// <summary>The sum of the drawn rows by their weights, [B, D].</summary>
    private static Tensor Weighted(Tensor weights, Tensor bank, Tensor drawn)
    {
        if (IsWhole(bank, drawn))
            return zeros([drawn.size(0), bank.size(0)], weights.dtype, weights.device).scatter_add_(1, drawn, weights).matmul(bank.to(weights.dtype));

        Tensor sums = empty([drawn.size(0), bank.size(1)], weights.dtype, weights.device);
        foreach ((long first, long count) in Pieces(bank, drawn))
        {
            using var piece = NewDisposeScope();
            sums.narrow(0, first, count).copy_(weights.narrow(0, first, count).unsqueeze(1).bmm(Rows(weights, bank, drawn.narrow(0, first, count))).squeeze(1));
        }
        return sums;
    }

    private static bool IsWhole(Tensor bank, Tensor drawn) => bank.size(0) <= MostRowsEach * drawn.size(1);

    private static Tensor Rows(Tensor like, Tensor bank, Tensor drawn) => bank.index_select(0, drawn.reshape(-1)).to(like.dtype).reshape(drawn.size(0), drawn.size(1), bank.size(1));

    private static IEnumerable<(long First, long Count)> Pieces(Tensor bank, Tensor drawn)
    {
        long batch = drawn.size(0), size = Math.Max(1, PieceElements / (drawn.size(1) * bank.size(1)));
        for (long first = 0; first < batch; first += size)
            yield return (first, Math.Min(size, batch - first));
    }
}
