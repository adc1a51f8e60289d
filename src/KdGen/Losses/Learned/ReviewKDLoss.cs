using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Knowledge review: each stage of the student, fused with what was fused of all deeper ones, is compared with the teacher's stage. From the deepest stage to the shallowest,
/// an attention-based fusion module brings the stage to a common number of channels, mixes in the deeper result and gives a map of the teacher's channels and size; the
/// hierarchical context loss compares the two on grids of several sizes. The sum over stages. Chen et al., "Distilling Knowledge via Knowledge Review", 2021; layers and defaults as in its authors' code.
/// </summary>
/// <remarks>
/// The loss of one stage: the mean square difference of the H x W maps, + ½ of that of their averages on a 4x4 grid, + ¼ on 2x2, + ⅛ on 1x1, divided by the sum of those weights; grids
/// that are not smaller than the map are left out.
/// State: <c>abfs.0</c> for the deepest stage, <c>abfs.1</c> for the one before it and so on, each with <c>conv1</c> (1x1, Cs -> mid), <c>conv2</c> (3x3, mid -> Ct), both without bias and with BatchNorm,
/// and, except the deepest, <c>att_conv</c> (1x1, 2 mid -> 2).
/// </remarks>
public sealed class ReviewKDLoss : nn.Module<Tensor[], Tensor[], Tensor>
{
    private const long MostChannels = 512;

    private static readonly long[] grids = [4, 2, 1];

    private readonly long[] student;
    private readonly long[] teacher;
    private readonly AttentionFusion[] fusions;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs of each of the student's stages, the deepest last.</param>
    /// <param name="teacher">Ct of each of the teacher's stages, as many, the deepest last.</param>
    /// <param name="mid">The channels in which stages are fused; those of the student's deepest stage, 512 at most, where it is not given.</param>
    /// <exception cref="ArgumentException">No stage, or not as many of both.</exception>
    public ReviewKDLoss(long[] student, long[] teacher, long? mid = null) : base(nameof(ReviewKDLoss))
    {
        if (student.Length == 0 || student.Length != teacher.Length)
            throw new ArgumentException($"{nameof(ReviewKDLoss)} states {student.Length} stages of the student and {teacher.Length} of the teacher: as many of both, one at least", nameof(teacher));
        (this.student, this.teacher) = (student, teacher);
        var width = mid ?? Math.Min(MostChannels, student[^1]);
        fusions = [.. student.Select((channels, i) => new AttentionFusion(channels, width, teacher[i], isDeepest: i == student.Length - 1))];
        register_module("abfs", new Stages(fusions.Reverse()));
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">A map [B, Cs, H, W] of each stage, or a vector [B, Cs] where it was pooled, the deepest last.</param>
    /// <param name="teacher">A map [B, Ct, H', W'] of each stage, or a vector [B, Ct], detached here.</param>
    /// <exception cref="ArgumentException">Other shapes, or not as many stages as the module has.</exception>
    public override Tensor forward(Tensor[] student, Tensor[] teacher)
    {
        if (student.Length != fusions.Length || teacher.Length != fusions.Length)
            throw new ArgumentException($"{nameof(ReviewKDLoss)} states {fusions.Length} stages but receives {student.Length} of the student and {teacher.Length} of the teacher", nameof(student));
        using var scope = NewDisposeScope();
        Tensor? deeper = null, sum = null;
        for (int i = fusions.Length - 1; i >= 0; i--)
        {
            var (from, to) = FeatureMaps.Of(nameof(ReviewKDLoss), student[i], this.student[i], teacher[i], this.teacher[i]);
            (var output, deeper) = fusions[i].Fuse(from, deeper, to.size(2), to.size(3));
            var loss = HierarchicalContext(FeatureMaps.Wide(output), FeatureMaps.Wide(to));
            sum = sum is null ? loss : sum.add(loss);
        }
        return sum!.MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers the fusion modules.</summary>
    protected override void RegisterComponents() { }

    /// <summary>The loss of one stage: two maps [B, C, H, W].</summary>
    internal static Tensor HierarchicalContext(Tensor student, Tensor teacher)
    {
        var loss = FeatureLoss.MeanSquare(student, teacher);
        var (weight, weights) = (1.0, 1.0);
        foreach (var grid in grids.Where(grid => grid < Math.Min(student.size(2), student.size(3))))
        {
            weight /= 2;
            weights += weight;
            loss = loss.add(FeatureLoss.MeanSquare(FeatureMaps.Averaged(student, grid, grid), FeatureMaps.Averaged(teacher, grid, grid)).mul(weight));
        }
        return loss.div(weights);
    }

    /// <summary>The fusion modules under their positions, for their names in the state.</summary>
    private sealed class Stages : nn.Module
    {
        internal Stages(IEnumerable<nn.Module> modules) : base(nameof(Stages))
        {
            foreach (var (i, module) in modules.Index())
                register_module($"{i}", module);
        }

        protected override void RegisterComponents() { }
    }
}
