using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The gradient of a two-dimensional convolution as a layer: [B, in_channels, H, W] to [B, out_channels, H', W'], where
/// H' = (H - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
/// </summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(
        long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long) padding, (long, long) output_padding,
        (long, long) dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose2d), in_channels, out_channels, Pair(kernel_size), Pair(stride), Pair(padding), Pair(output_padding), Pair(dilation),
            groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, long[]? output_size)
        => NnOps.ConvTranspose2d.Invoke(input, weight, bias, stride, padding!, OutputPadding(input, output_size), groups, dilation);

    private static long[] Pair((long, long) value) => [value.Item1, value.Item2];
}
