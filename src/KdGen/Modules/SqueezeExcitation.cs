using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>
/// Scales each channel by a number from 0 to 1 that two small layers compute from the means of all channels: [B, C, H, W] to [B, C, H, W]. Hu et
/// al., "Squeeze-and-Excitation Networks", 2018. The children are <c>fc1</c> and <c>fc2</c>, 1x1 convolutions as in torchvision.
/// </summary>
public sealed class SqueezeExcitation : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d fc1;
    private readonly Conv2d fc2;

    /// <summary>Makes the layer with fresh weights.</summary>
    /// <param name="channels">C.</param>
    /// <param name="reduction">How many times fewer channels are between the two layers, rounded down.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reduction"/> is below 1 or leaves no channel.</exception>
    public SqueezeExcitation(long channels, long reduction) : base(nameof(SqueezeExcitation))
    {
        if (reduction < 1 || reduction > channels)
            throw new ArgumentOutOfRangeException(nameof(reduction), reduction, $"SqueezeExcitation: the reduction of {channels} channels must be from 1 to {channels}");
        fc1 = nn.Conv2d(channels, channels / reduction, 1L);
        fc2 = nn.Conv2d(channels / reduction, channels, 1L);
        register_module(nameof(fc1), fc1);
        register_module(nameof(fc2), fc2);
    }

    /// <summary>Scales the channels: [B, C, H, W] to [B, C, H, W].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var means = input.mean([2, 3], keepdim: true);
        return input.mul(fc2.forward(fc1.forward(means).relu()).sigmoid()).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the two children are registered by the constructor.</summary>
    protected override void RegisterComponents() { }
}
