using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <content>Losses between what happens from one stage to the next.</content>
public static partial class FeatureLoss
{
    // The student's candidates for each of the teacher's singular vectors, as in the reference code.
    private const int MoreVectors = 3;

    /// <summary>
    /// Flow of the solution procedure: for each two neighbouring stages the mean over all elements of (G(s) - G(t))², G [B, C of the upper, C of the lower] the mean over the positions of the
    /// products of their channels; summed over the neighbours. Where two neighbours have different sizes, the larger map is averaged to the smaller.
    /// Yim et al., "A Gift from Knowledge Distillation", 2017.
    /// </summary>
    /// <param name="student">At least two stages [B, C, H, W], deepest last.</param>
    /// <param name="teacher">As many stages; each has the channels of the student's.</param>
    /// <exception cref="ArgumentException">The stages are not as many of both, are no maps, or differ in samples or channels.</exception>
    public static Tensor FSP(Tensor[] student, Tensor[] teacher)
    {
        using var scope = NewDisposeScope();
        var stages = ReadStages(student, teacher);
        var losses = stages.Zip(stages.Skip(1), (lower, upper) => MeanSquare(Flow(lower.Student, upper.Student), Flow(lower.Teacher, upper.Teacher)));
        return losses.Aggregate((sum, loss) => sum + loss).MoveToOuterDisposeScope();

        static Tensor Flow(Tensor lower, Tensor upper)
        {
            (lower, upper) = FeatureMaps.OfOneSize(lower, upper);
            (lower, upper) = (lower.flatten(2), upper.flatten(2));
            return upper.bmm(lower.transpose(1, 2)) / lower.shape[2];
        }
    }

    /// <summary>
    /// Distillation by singular vectors: each stage, as [positions, channels] of one sample, is reduced to its first k right singular vectors, scaled by the teacher's first k singular values
    /// over their L2 norm; the student's are chosen, with their signs, from its first k + 3 by the largest |cosine| with the teacher's. The loss is the sum over neighbouring stages, over k and
    /// over all pairs of channels (a of the upper, b of the lower) of (exp(-(s_a - s_b)² / 8) - exp(-(t_a - t_b)² / 8))², divided by B.
    /// Lee et al., "Self-supervised Knowledge Distillation using Singular Value Decomposition", 2018.
    /// </summary>
    /// <remarks>The signs of the teacher's vectors are those of the decomposition, as in the reference code. k is at most the number of positions and of channels of the smallest stage.</remarks>
    /// <param name="student">At least two stages [B, C, H, W], deepest last.</param>
    /// <param name="teacher">As many stages; each has the channels of the student's.</param>
    /// <param name="k">How many singular vectors are compared, at least 1.</param>
    /// <exception cref="ArgumentException">The stages are not as many of both, are no maps, or differ in samples or channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is outside of that.</exception>
    public static Tensor KDSVD(Tensor[] student, Tensor[] teacher, int k = 1)
    {
        if (k < 1)
            throw new ArgumentOutOfRangeException(nameof(k), k, "KDSVD compares at least 1 singular vector");
        using var scope = NewDisposeScope();
        var stages = ReadStages(student, teacher);
        long count = stages.Min(stage => Math.Min(k, Math.Min(stage.Teacher.shape[1], stage.Teacher.flatten(2).shape[2])));
        var vectors = stages.Select(stage => Aligned(stage.Student, stage.Teacher, count)).ToArray();
        var losses = vectors.Zip(vectors.Skip(1), static (lower, upper) => (Kernel(upper.Student, lower.Student) - Kernel(upper.Teacher, lower.Teacher)).square().sum());
        return (losses.Aggregate((sum, loss) => sum + loss) / student[0].shape[0]).MoveToOuterDisposeScope();

        static Tensor Kernel(Tensor upper, Tensor lower) => ((upper.unsqueeze(2) - lower.unsqueeze(1)).square() / -8).exp();
    }

    // [B, C, count] of both: the teacher's singular vectors and what the student has for them, both scaled by the teacher's singular values.
    private static (Tensor Student, Tensor Teacher) Aligned(Tensor student, Tensor teacher, long count)
    {
        (Tensor teachers, Tensor values) = SingularVectors.Of(teacher.flatten(2).transpose(1, 2), count);
        (Tensor students, _) = SingularVectors.Of(student.flatten(2).transpose(1, 2), count + MoreVectors);
        Tensor cosines = students.detach().transpose(1, 2).bmm(teachers), sizes = cosines.abs();
        Tensor choice = cosines.sign() * sizes.ge(sizes.amax([1], keepdim: true)).to(cosines.dtype);
        Tensor scale = nn.functional.normalize(values).unsqueeze(1);
        return (students.bmm(choice) * scale, teachers * scale);
    }
}
