using KdGen.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// <see cref="MlpProjector"/> at each position of a map: conv1x1(ReLU(BatchNorm(conv1x1(x)))), [B, Cs, H, W] to [B, Ct, H, W], 2 Ct channels between the two.
/// </summary>
/// <remarks>State: <c>0</c>, 1x1 convolution Cs -> 2 Ct without bias; <c>1</c>, BatchNorm; <c>3</c>, 1x1 convolution 2 Ct -> Ct with bias. Ct (2 Cs + 2 Ct + 5) parameters.</remarks>
public sealed class MlpMapProjector : KeyedModule
{
    private readonly LayerChain layers;

    /// <summary>Makes the projector with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's map.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    public MlpMapProjector(long student, long teacher) : base(nameof(MlpMapProjector))
    {
        layers = new LayerChain(
            nn.Conv2d(student, 2 * teacher, 1L, bias: false), nn.BatchNorm2d(2 * teacher), nn.ReLU(inplace: true), nn.Conv2d(2 * teacher, teacher, 1L));
        Register("", layers);
    }

    /// <summary>[B, Cs, H, W] to [B, Ct, H, W].</summary>
    public override Tensor forward(Tensor input) => layers.forward(input);
}
