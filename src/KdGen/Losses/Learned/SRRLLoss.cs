using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Softmax regression representation learning: the student's feature, brought to the teacher's channels, is like the teacher's on average, and the teacher's own head makes the same
/// logits of it. With P = ReLU(BatchNorm(conv1x1(Fs))): the mean over [B, Ct] of (mean over positions of P - that of Ft)², + 5 times the mean over [B, classes] of
/// (head(P) - head(Ft))². Yang et al., "Knowledge Distillation via Softmax Regression Representation Learning", 2021; layers as in its authors' code, the weight of the second part as in cls_KD.
/// </summary>
/// <remarks>State: <c>transfer.0</c>, the 1x1 convolution Cs -> Ct without bias, normal with variance 2 / Ct; <c>transfer.1</c>, BatchNorm. Ct (Cs + 2) parameters.</remarks>
public sealed class SRRLLoss : nn.Module<Tensor, Tensor, Func<Tensor, Tensor>, Tensor>
{
    private readonly long student;
    private readonly long teacher;
    private readonly double regression;
    private readonly LayerChain transfer;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's feature.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    /// <param name="regression">The weight of the second part, that of the logits.</param>
    public SRRLLoss(long student, long teacher, double regression = 5) : base(nameof(SRRLLoss))
    {
        (this.student, this.teacher, this.regression) = (student, teacher, regression);
        var convolution = nn.Conv2d(student, teacher, 1L, bias: false);
        nn.init.normal_(convolution.weight, std: Math.Sqrt(2.0 / teacher));
        transfer = new LayerChain(convolution, nn.BatchNorm2d(teacher), nn.ReLU(inplace: true));
        register_module(nameof(transfer), transfer);
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, Cs, H, W] or [B, Cs].</param>
    /// <param name="teacher">[B, Ct, H', W'] or [B, Ct], detached here.</param>
    /// <param name="head">
    /// What the teacher computes from that feature, a map or a vector as the two are, to its logits [B, classes]. A gradient goes through it to the student, none is wanted by its weights: they should not require one.
    /// </param>
    /// <exception cref="ArgumentException">Other shapes.</exception>
    public override Tensor forward(Tensor student, Tensor teacher, Func<Tensor, Tensor> head)
    {
        using var scope = NewDisposeScope();
        var (from, to) = FeatureMaps.Of(nameof(SRRLLoss), student, this.student, teacher, this.teacher);
        var projected = transfer.forward(from);
        Tensor logits;
        using (no_grad()) logits = head(teacher.detach());
        var matching = FeatureMaps.Distance(projected.mean([2, 3]), to.mean([2, 3]));
        // The head has the teacher's type, which need not be the student's.
        var agreement = FeatureMaps.Distance(head((student.dim() == 2 ? projected.flatten(1) : projected).to(teacher.dtype)), logits);
        return matching.add(agreement.mul(regression)).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers the projection.</summary>
    protected override void RegisterComponents() { }
}
