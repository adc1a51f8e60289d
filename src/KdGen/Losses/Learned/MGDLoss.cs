using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Masked generative distillation: from the student's map, with positions struck out at random, two convolutions make the teacher's whole map. With M of [B, 1, H, W], 0 at a position with the given
/// probability and else 1: the sum over [B, Ct, H, W] of (generation(align(Fs) M) - Ft)², divided by B. Yang et al., "Masked Generative Distillation", 2022; layers and default as in mmrazor, whose
/// weight for it is 2e-5.
/// </summary>
/// <remarks>
/// The mask is drawn anew by each call, in evaluation mode too, from torch's random numbers on the feature's device, in single precision whatever the feature is of: one seed, one mask.
/// State: <c>align</c>, a 1x1 convolution Cs -> Ct with bias, where the two differ; <c>generation.0</c> and <c>.2</c>, 3x3 convolutions Ct -> Ct with bias, ReLU between.
/// </remarks>
public sealed class MGDLoss : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long student;
    private readonly long teacher;
    private readonly double mask;
    private readonly Conv2d? align;
    private readonly Sequential generation;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's map.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    /// <param name="mask">The probability that a position is struck out, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mask"/> is no probability.</exception>
    public MGDLoss(long student, long teacher, double mask = 0.65) : base(nameof(MGDLoss))
    {
        if (mask is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(mask), mask, $"{nameof(MGDLoss)} takes a probability from 0 to 1");
        (this.student, this.teacher, this.mask) = (student, teacher, mask);
        if (student != teacher)
        {
            align = nn.Conv2d(student, teacher, 1L);
            register_module(nameof(align), align);
        }
        generation = nn.Sequential(nn.Conv2d(teacher, teacher, 3, padding: 1), nn.ReLU(inplace: true), nn.Conv2d(teacher, teacher, 3, padding: 1));
        register_module(nameof(generation), generation);
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, Cs, H, W].</param>
    /// <param name="teacher">[B, Ct, H, W], detached here.</param>
    /// <exception cref="ArgumentException">Other shapes, or maps of two sizes.</exception>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (from, to) = FeatureMaps.Of(nameof(MGDLoss), student, this.student, teacher, this.teacher);
        if (from.size(2) != to.size(2) || from.size(3) != to.size(3))
            throw new ArgumentException($"{nameof(MGDLoss)} compares {from.size(2)}x{from.size(3)} maps of the student with {to.size(2)}x{to.size(3)} maps of the teacher: both are of one size", nameof(teacher));
        var aligned = align is null ? from : align.forward(from);
        var kept = rand([from.size(0), 1, from.size(2), from.size(3)], ScalarType.Float32, from.device).le(1 - mask);
        var generated = generation.forward(aligned.mul(kept.to(aligned.dtype)));
        return FeatureMaps.Distance(generated, to).mul(to.numel() / to.size(0)).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers the layers.</summary>
    protected override void RegisterComponents() { }
}
