using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// The reused teacher classifier: the student's map, brought to the teacher's channels by a bottleneck, is compared with the teacher's, and the teacher's own classifier then works on it in place of one of the
/// student's. The mean over [B, Ct, H, W] of (transfer(Fs) - Ft)². Chen et al., "Knowledge Distillation with the Reused Teacher Classifier", 2022; layers and defaults as in its authors' code.
/// </summary>
/// <remarks>
/// State, with M = Ct divided by the factor, rounded down: <c>transfer.0</c>, <c>.3</c> and <c>.6</c>, convolutions 1x1 Cs -> M, 3x3 M -> M and 1x1 M -> Ct without bias; <c>transfer.1</c>, <c>.4</c> and <c>.7</c>, their BatchNorm,
/// each with ReLU after it. Unlike a projector it stays with the student: <see cref="Logits"/> needs it after the training too.
/// </remarks>
public sealed class SimKDLoss : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long student;
    private readonly long teacher;
    private readonly long height;
    private readonly long width;
    private readonly LayerChain transfer;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's map.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    /// <param name="height">Of the teacher's map; a larger map of the student's is averaged to it, and a larger one of the teacher's to the student's.</param>
    /// <param name="width">Of the teacher's map, likewise.</param>
    /// <param name="factor">How many times fewer channels than the teacher's the bottleneck has.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is below 1 or leaves no channel.</exception>
    public SimKDLoss(long student, long teacher, long height, long width, long factor = 2) : base(nameof(SimKDLoss))
    {
        if (factor < 1 || factor > teacher)
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"{nameof(SimKDLoss)}: the factor of the teacher's {teacher} channels must be from 1 to {teacher}");
        (this.student, this.teacher, this.height, this.width) = (student, teacher, height, width);
        var mid = teacher / factor;
        transfer = new LayerChain(
            nn.Conv2d(student, mid, 1L, bias: false), nn.BatchNorm2d(mid), nn.ReLU(inplace: true),
            nn.Conv2d(mid, mid, 3, padding: 1, bias: false), nn.BatchNorm2d(mid), nn.ReLU(inplace: true),
            nn.Conv2d(mid, teacher, 1L, bias: false), nn.BatchNorm2d(teacher), nn.ReLU(inplace: true));
        register_module(nameof(transfer), transfer);
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, Cs, H', W'].</param>
    /// <param name="teacher">[B, Ct, H, W], detached here.</param>
    /// <exception cref="ArgumentException">Other shapes.</exception>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (from, to) = FeatureMaps.Of(nameof(SimKDLoss), student, this.student, teacher, this.teacher);
        var projected = Project(from);
        return FeatureMaps.Distance(projected, FeatureMaps.Averaged(to, projected.size(2), projected.size(3))).MoveToOuterDisposeScope();
    }

    /// <summary>The logits of the student with the teacher's classifier, [B, classes].</summary>
    /// <param name="student">[B, Cs, H', W'].</param>
    /// <param name="head">What the teacher computes from its map to its logits; it receives [B, Ct, H, W], smaller where the student's map is.</param>
    public Tensor Logits(Tensor student, Func<Tensor, Tensor> head)
    {
        using var scope = NewDisposeScope();
        return head(Project(student)).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers the bottleneck.</summary>
    protected override void RegisterComponents() { }

    private Tensor Project(Tensor map) => transfer.forward(FeatureMaps.Averaged(map, Math.Min(map.size(2), height), Math.Min(map.size(3), width)));
}
