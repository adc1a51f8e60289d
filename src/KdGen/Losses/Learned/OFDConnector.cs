using KdGen.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// What brings the student's map to the teacher's channels for the loss OFD: BatchNorm(conv1x1(x)), [B, Cs, H, W] to [B, Ct, H, W]. Heo et al., "A Comprehensive Overhaul of Feature Distillation", 2019.
/// </summary>
/// <remarks>State: <c>0</c>, the convolution without bias, normal with variance 2 / Ct; <c>1</c>, BatchNorm. Ct (Cs + 2) parameters.</remarks>
public sealed class OFDConnector : KeyedModule
{
    private readonly LayerChain layers;

    /// <summary>Makes the connector with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's map.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    public OFDConnector(long student, long teacher) : base(nameof(OFDConnector))
    {
        var convolution = nn.Conv2d(student, teacher, 1L, bias: false);
        nn.init.normal_(convolution.weight, std: Math.Sqrt(2.0 / teacher));
        layers = new LayerChain(convolution, nn.BatchNorm2d(teacher));
        Register("", layers);
    }

    /// <summary>[B, Cs, H, W] to [B, Ct, H, W].</summary>
    public override Tensor forward(Tensor input) => layers.forward(input);
}
