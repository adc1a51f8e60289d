using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One-dimensional cross-correlation: [B, in_channels, L] to [B, out_channels, L'].</summary>
public sealed class Conv1d : Convolution
{
    internal Conv1d(
        long in_channels, long out_channels, long kernel_size, long stride, long padding, Padding? padding_type, long dilation, long groups, bool bias,
        PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(Conv1d), in_channels, out_channels, [kernel_size], [stride], padding_type is null ? [padding] : null, padding_type, [dilation],
            groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (padding_mode is PaddingModes.Zeros or PaddingModes.Constant)
            return padding is { } widths
                ? NnOps.Conv1d.Invoke(input, weight, bias, stride, widths, dilation, groups)
                : NnOps.Conv1dNamedPadding.Invoke(input, weight, bias, stride, padding_type == Padding.Same ? "same" : "valid", dilation, groups);

        using var padded = Pad(input);
        return NnOps.Conv1d.Invoke(padded, weight, bias, stride, NnOps.Zeros1, dilation, groups);
    }
}
