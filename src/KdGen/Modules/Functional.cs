using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>The functions of the vocabulary that TorchSharp lacks.</summary>
public static class Functional
{
    /// <summary>
    /// Drops whole samples of a residual branch: each sample of the batch becomes zero with probability p, and the others are divided by 1 - p.
    /// Huang et al., "Deep Networks with Stochastic Depth", 2016.
    /// </summary>
    /// <param name="x">[B, ...].</param>
    /// <param name="p">The probability of zero, from 0 to 1.</param>
    /// <param name="training">False in evaluation mode: the input's values come back in a tensor of their own.</param>
    public static Tensor DropPath(Tensor x, double p, bool training)
    {
        if (p is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "DropPath takes a probability from 0 to 1");
        if (!training || p == 0) return x.alias();
        using var scope = NewDisposeScope();
        var shape = new long[x.dim()];
        Array.Fill(shape, 1);
        shape[0] = x.size(0);
        var kept = empty(shape, x.dtype, x.device).bernoulli_(1 - p);
        if (p < 1) kept = kept.div(1 - p);
        return x.mul(kept).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Deals the channels out anew, so that groups of the next convolution see channels of every group of the last one: channel g (C / groups) + i
    /// moves to i groups + g. Zhang et al., "ShuffleNet", 2018.
    /// </summary>
    /// <param name="x">[B, C, ...].</param>
    /// <param name="groups">The number of groups, a divisor of C.</param>
    /// <exception cref="ArgumentException"><paramref name="groups"/> does not divide C.</exception>
    public static Tensor ChannelShuffle(Tensor x, long groups)
    {
        var shape = x.shape;
        if (groups < 1 || shape[1] % groups != 0)
            throw new ArgumentException($"ChannelShuffle: {groups} groups must divide the {shape[1]} channels of [{string.Join(", ", shape)}]", nameof(groups));
        using var scope = NewDisposeScope();
        long[] grouped = [shape[0], groups, shape[1] / groups, .. shape.AsSpan(2)];
        return x.reshape(grouped).transpose(1, 2).reshape(shape).MoveToOuterDisposeScope();
    }
}
