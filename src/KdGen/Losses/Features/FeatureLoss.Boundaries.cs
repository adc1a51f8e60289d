using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <content>Losses between features before their activation: on which side of zero they are, and by how much.</content>
public static partial class FeatureLoss
{
    // The factor of the authors' code, kept wherever AB's published weights are used.
    private const double BoundaryScale = 3.0 / 1000;

    /// <summary>
    /// Activation boundaries: 3/1000 of the sum of max(0, margin - s)² where t &gt; 0 and of max(0, margin + s)² elsewhere, divided by B.
    /// Heo et al., "Knowledge Transfer via Distillation of Activation Boundaries Formed by Hidden Neurons", 2019.
    /// </summary>
    /// <param name="student">[B, ...], before the activation.</param>
    /// <param name="teacher">The student's shape, before the activation.</param>
    /// <param name="margin">How far beyond the boundary the student is to be.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor AB(Tensor student, Tensor teacher, double margin = 1)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadEqual(student, teacher);
        double factor = BoundaryScale / student.shape[0];
        PairSum<PairTerms.Boundary> squares = new(new((float)margin), factor, (s, t) => (margin + s.where(t.le(0), s.neg())).relu().square().sum() * factor);
        return FeatureFunction.Evaluate(squares, student, teacher).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The overhaul's partial distance: with t' = max(t, margin), the sum of (s - t')² where t &gt; 0 or s &gt; t', divided by B: where the teacher is silent, the student is only kept from being
    /// louder. The teacher's map is averaged to the student's size. Heo et al., "A Comprehensive Overhaul of Feature Distillation", 2019.
    /// </summary>
    /// <param name="student">[B, C, H, W], before the activation.</param>
    /// <param name="teacher">[B, C, H', W'], before the activation.</param>
    /// <param name="margins">One number a channel, C in all, none above 0: what the teacher's channel is expected to be where it is negative.</param>
    /// <exception cref="ArgumentException">They are no maps, the numbers of samples or channels differ, or the margins are not as many as the channels.</exception>
    public static Tensor OFD(Tensor student, Tensor teacher, Tensor margins)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadMaps(student, teacher, sameChannels: true);
        if (margins.numel() != student.shape[1])
            throw new ArgumentException($"OFD: margins is {FeatureMaps.Text(margins)} and student is {FeatureMaps.Text(student)}: it takes one margin a channel", nameof(margins));
        teacher = FeatureMaps.Averaged(teacher, student.shape[2..]);
        Tensor floors = margins.detach().to(student.dtype, student.device).reshape([-1, .. Enumerable.Repeat(1L, (int)student.dim() - 2)]);

        // No floor is above 0: where the teacher's number is, it stays so.
        PairSum<PairTerms.PartialSquare> squares = new(new(), 1.0 / student.shape[0], static (s, t) => (s - t).where(t.gt(0), (s - t).relu()).square().sum() / s.shape[0]);
        return FeatureFunction.Evaluate(squares, student, teacher.maximum(floors)).MoveToOuterDisposeScope();
    }
}
