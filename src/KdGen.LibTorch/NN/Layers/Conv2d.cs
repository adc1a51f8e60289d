using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Two-dimensional cross-correlation: [B, in_channels, H, W] to [B, out_channels, H', W'].</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(
        long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long)? padding, Padding? padding_type,
        (long, long) dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), in_channels, out_channels, Pair(kernel_size), Pair(stride), padding is { } p ? Pair(p) : null, padding_type,
            Pair(dilation), groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (padding_mode is PaddingModes.Zeros or PaddingModes.Constant)
            return padding is { } widths
                ? NnOps.Conv2d.Invoke(input, weight, bias, stride, widths, dilation, groups)
                : NnOps.Conv2dNamedPadding.Invoke(input, weight, bias, stride, padding_type == Padding.Same ? "same" : "valid", dilation, groups);

        using var padded = Pad(input);
        return NnOps.Conv2d.Invoke(padded, weight, bias, stride, NnOps.Zeros2, dilation, groups);
    }

    private static long[] Pair((long, long) value) => [value.Item1, value.Item2];
}
