using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What transposed convolutions of any dimension have in common.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation,
        long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, null, dilation, groups, bias, padding_mode, device, dtype, output_padding)
    {
        if (padding_mode != PaddingModes.Zeros)
            throw new ArgumentException($"{name}: a transposed convolution pads with zeros only, not {padding_mode}", nameof(padding_mode));
    }

    /// <summary>Runs the layer with the output size that <see cref="Convolution.output_padding"/> gives.</summary>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>Runs the layer.</summary>
    /// <param name="input">[B, in_channels, ...].</param>
    /// <param name="output_size">The sizes of the output, with or without [B, out_channels] in front; null for what <see cref="Convolution.output_padding"/> gives.</param>
    /// <exception cref="ArgumentException">No output padding makes the output that large.</exception>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    // With a stride above one several input sizes share an output size, so the reverse is a choice.
    private protected long[] OutputPadding(Tensor input, long[]? output_size)
    {
        if (output_size is null) return output_padding;
        var spatial = kernel_size.Length;
        var sizes = output_size.AsSpan(Math.Max(0, output_size.Length - spatial)).ToArray();
        var shape = input.shape.AsSpan((int)input.dim() - spatial).ToArray();
        var extra = new long[spatial];
        for (var d = 0; d < spatial; d++)
        {
            var least = (shape[d] - 1) * stride[d] - 2 * padding![d] + dilation[d] * (kernel_size[d] - 1) + 1;
            extra[d] = d < sizes.Length ? sizes[d] - least : -1;
            if (extra[d] < 0 || extra[d] >= stride[d])
                throw new ArgumentException(
                    $"{GetName()}: output size [{string.Join(", ", output_size)}] is out of reach; dimension {d} of an input {NnOps.Shape(input)} becomes {least} to {least + stride[d] - 1}",
                    nameof(output_size));
        }
        return extra;
    }
}
