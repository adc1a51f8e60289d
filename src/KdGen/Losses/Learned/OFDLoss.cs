using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// The overhaul of feature distillation: <see cref="FeatureLoss.OFD"/> of what a 1x1 convolution with BatchNorm makes of the student's map and the teacher's, both before their activation. Below its
/// channel's margin, the mean of what is negative there by the BatchNorm that gives the map, the teacher's map does not count. Heo et al., "A Comprehensive Overhaul of Feature Distillation", 2019.
/// </summary>
/// <remarks>
/// State: <c>connector.0</c>, the 1x1 convolution Cs -> Ct without bias, normal with variance 2 / Ct; <c>connector.1</c>, BatchNorm; and the buffer <c>margins</c>, [Ct]. Ct (Cs + 2) parameters.
/// </remarks>
public sealed class OFDLoss : nn.Module<Tensor, Tensor, Tensor>
{
    private const string Buffer = "margins";

    private readonly long student;
    private readonly long teacher;
    private readonly LayerChain connector;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's map.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    /// <param name="scale">The weight of the BatchNorm that gives the teacher's map, [Ct].</param>
    /// <param name="shift">Its bias, [Ct].</param>
    public OFDLoss(long student, long teacher, Tensor scale, Tensor shift) : base(nameof(OFDLoss))
    {
        (this.student, this.teacher) = (student, teacher);
        var convolution = nn.Conv2d(student, teacher, 1L, bias: false);
        nn.init.normal_(convolution.weight, std: Math.Sqrt(2.0 / teacher));
        connector = new LayerChain(convolution, nn.BatchNorm2d(teacher));
        register_module(nameof(connector), connector);
        register_buffer(Buffer, OFDMargins.Of(scale, shift).DetachFromDisposeScope());
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, Cs, H, W] or [B, Cs], before the activation.</param>
    /// <param name="teacher">[B, Ct, H', W'] or [B, Ct], before the activation; detached here and averaged to the student's size.</param>
    /// <exception cref="ArgumentException">Other shapes.</exception>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (from, to) = FeatureMaps.Of(nameof(OFDLoss), student, this.student, teacher, this.teacher);
        return FeatureLoss.OFD(connector.forward(from), to, get_buffer(Buffer)!).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers connector and margins.</summary>
    protected override void RegisterComponents() { }
}
