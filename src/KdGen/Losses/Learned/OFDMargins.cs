using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// What a channel of the teacher's is expected to be where it is negative, as the BatchNorm before its activation makes it: the mean of the negative part of a normal distribution,
/// β - |γ| φ(β / |γ|) / Φ(-β / |γ|), and -3 |γ| where fewer than 1 in 1000 are negative. Heo et al., "A Comprehensive Overhaul of Feature Distillation", 2019.
/// </summary>
internal static class OFDMargins
{
    private const double Rare = 0.001;

    /// <summary>The margins [C], none above 0, float32 on the device of <paramref name="scale"/>.</summary>
    /// <param name="scale">γ, BatchNorm's weight, [C].</param>
    /// <param name="shift">β, its bias, [C].</param>
    public static Tensor Of(Tensor scale, Tensor shift)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor deviation = scale.detach().abs().to(ScalarType.Float64), mean = shift.detach().to(ScalarType.Float64);
        // A scale of 0 leaves a constant: infinite here, so that its margin is that constant, or -0 where it is not negative.
        var standard = mean.div(deviation);
        var negative = standard.div(Math.Sqrt(2)).erf().neg().add(1).mul(0.5);
        var density = standard.square().mul(-0.5).exp().div(Math.Sqrt(2 * Math.PI));
        var expected = mean.sub(deviation.mul(density).div(negative));
        return where(negative.gt(Rare), expected, deviation.mul(-3)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
