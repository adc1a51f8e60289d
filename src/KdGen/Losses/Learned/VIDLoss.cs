using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Variational information distillation: the negative logarithm of a normal density of the teacher's feature, whose mean a small network computes from the student's and
/// whose variance is learned for each of the teacher's channels. With μ = regressor(Fs) and σc² = softplus(ac) + 1e-5: the mean over [B, Ct, H, W] of
/// ½ ((μ - Ft)² / σc² + ln σc²), without the constant ½ ln 2π. Ahn et al., "Variational Information Distillation for Knowledge Transfer", 2019; layers and defaults as in RepDistiller.
/// </summary>
/// <remarks>
/// State: <c>log_scale</c> [Ct], the ac, which starts at a variance of 5; <c>regressor.0</c>, <c>.2</c> and <c>.4</c>, 1x1 convolutions Cs -> Ct -> Ct -> Ct without bias, ReLU between them.
/// Ct (Cs + 2 Ct + 1) parameters.
/// </remarks>
public sealed class VIDLoss : nn.Module<Tensor, Tensor, Tensor>
{
    private const double FirstVariance = 5, LeastVariance = 1e-5;

    private const string LogScale = "log_scale";

    private readonly long student;
    private readonly long teacher;
    private readonly Sequential regressor;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's feature.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    public VIDLoss(long student, long teacher) : base(nameof(VIDLoss))
    {
        (this.student, this.teacher) = (student, teacher);
        regressor = nn.Sequential(
            nn.Conv2d(student, teacher, 1L, bias: false),
            nn.ReLU(inplace: true),
            nn.Conv2d(teacher, teacher, 1L, bias: false),
            nn.ReLU(inplace: true),
            nn.Conv2d(teacher, teacher, 1L, bias: false));
        register_module(nameof(regressor), regressor);

        var scale = nn.Parameter(full(teacher, Math.Log(Math.Exp(FirstVariance - LeastVariance) - 1)));
        scale.DetachFromDisposeScope();
        register_parameter(LogScale, scale);
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, Cs, H, W] or [B, Cs].</param>
    /// <param name="teacher">[B, Ct, H', W'] or [B, Ct], detached here; where the sizes differ, the larger map is averaged to the smaller's.</param>
    /// <exception cref="ArgumentException">Other shapes.</exception>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (from, to) = FeatureMaps.Of(nameof(VIDLoss), student, this.student, teacher, this.teacher);
        (from, to) = FeatureMaps.OfOneSize(from, to);
        return NegativeLogLikelihood(FeatureMaps.Wide(regressor.forward(from)), FeatureMaps.Wide(to), FeatureMaps.Wide(get_parameter(LogScale)!)).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }

    /// <summary>The loss of a mean [B, C, H, W] for a target [B, C, H, W], the variances being softplus(scale) + 1e-5, scale [C].</summary>
    internal static Tensor NegativeLogLikelihood(Tensor mean, Tensor target, Tensor scale)
    {
        // Beyond 40 the logarithm of 1 + exp(a) is a in double precision; the default threshold of softplus, 20, is felt there.
        var variance = scale.softplus(1, 40).add(LeastVariance);
        var distance = mean.sub(target).square().div(variance.view(-1, 1, 1)).mean();
        // Each channel has as many positions as any other, so the mean over all of them is the mean over channels.
        return distance.add(variance.log().mean()).mul(0.5);
    }
}
