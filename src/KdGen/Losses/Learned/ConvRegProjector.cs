using KdGen.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>The regressor of FitNets: ReLU(BatchNorm(convolution(x))), without the ReLU where what is compared stands before its activation, [B, Cs, H, W] to [B, Ct, H', W']. Where a batch is one value a channel, which has no variance, BatchNorm takes its running statistics.</summary>
/// <remarks>State: <c>conv</c> and <c>bn</c>, as RepDistiller names them.</remarks>
public sealed class ConvRegProjector : KeyedModule
{
    private readonly nn.Module<Tensor, Tensor> convolution;
    private readonly BatchNorm2d norm;
    private readonly bool isBeforeActivation;

    /// <summary>Makes the projector around a convolution, which it disposes.</summary>
    /// <param name="convolution">From the student's map to the size of the teacher's.</param>
    /// <param name="teacher">Ct, the channels of the teacher's map, which the convolution gives.</param>
    /// <param name="isBeforeActivation">The teacher's map stands before its activation: half of it is below 0, where nothing is behind a ReLU.</param>
    public ConvRegProjector(nn.Module<Tensor, Tensor> convolution, long teacher, bool isBeforeActivation = false) : base(nameof(ConvRegProjector))
    {
        (this.convolution, this.isBeforeActivation) = (convolution, isBeforeActivation);
        norm = nn.BatchNorm2d(teacher);
        Register("conv", convolution);
        Register("bn", norm);
    }

    /// <summary>[B, Cs, H, W] to [B, Ct, H', W'].</summary>
    public override Tensor forward(Tensor input)
    {
        Tensor x = convolution.call(input);
        x = LayerChain.Next(norm, x).Replacing(x);
        return isBeforeActivation ? x : x.relu_();
    }
}
