using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// The overhaul of feature distillation: <see cref="FeatureLoss.OFD"/> of what an <see cref="OFDConnector"/> makes of the student's map and the teacher's, both before their activation. Below its
/// channel's margin, the mean of what is negative there by the BatchNorm that gives the map, the teacher's map does not count. Heo et al., "A Comprehensive Overhaul of Feature Distillation", 2019.
/// </summary>
/// <remarks>State: <c>connector</c>, Ct (Cs + 2) parameters, and the buffer <c>margins</c>, [Ct].</remarks>
public sealed class OFDLoss : nn.Module<Tensor, Tensor, Tensor>
{
    private const string Buffer = "margins";

    private readonly OFDConnector connector;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's map.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    /// <param name="scale">The weight of the BatchNorm that gives the teacher's map, [Ct].</param>
    /// <param name="shift">Its bias, [Ct].</param>
    public OFDLoss(long student, long teacher, Tensor scale, Tensor shift) : base(nameof(OFDLoss))
    {
        connector = new OFDConnector(student, teacher);
        register_module(nameof(connector), connector);
        register_buffer(Buffer, OFDMargins.Of(scale, shift).DetachFromDisposeScope());
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, Cs, H, W], before the activation.</param>
    /// <param name="teacher">[B, Ct, H', W'], before the activation; detached.</param>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return FeatureLoss.OFD(connector.forward(student), teacher, get_buffer(Buffer)!).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers connector and margins.</summary>
    protected override void RegisterComponents() { }
}
