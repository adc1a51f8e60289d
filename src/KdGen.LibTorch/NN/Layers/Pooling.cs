using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The largest value of each window: [B, C, H, W] to [B, C, H', W'].</summary>
public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : base(nameof(MaxPool2d))
    {
        this.kernel_size = kernel_size;
        this.stride = stride ?? kernel_size;
        this.padding = padding ?? NnOps.Zeros2;
        this.dilation = dilation ?? NnOps.Ones2;
        this.ceil_mode = ceil_mode;
    }

    /// <summary>Height and width of the window.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>The window's step down and across.</summary>
    public long[] stride { get; set; }

    /// <summary>The border's width above and below, and at the sides.</summary>
    public long[] padding { get; set; }

    /// <summary>The distance between the window's elements.</summary>
    public long[] dilation { get; set; }

    /// <summary>Whether a last window that is not full counts.</summary>
    public bool ceil_mode { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => NnOps.MaxPool2d.Invoke(input, kernel_size, stride, padding, dilation, ceil_mode);

    /// <summary>The largest values and, in the same shape, their flat positions in each H x W map.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input)
        => NnOps.MaxPool2dWithIndices.Invoke2(input, kernel_size, stride, padding, dilation, ceil_mode);
}

/// <summary>The mean of each window: [B, C, H, W] to [B, C, H', W'].</summary>
public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal AvgPool2d(long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
        : base(nameof(AvgPool2d))
    {
        this.kernel_size = kernel_size;
        this.stride = stride ?? kernel_size;
        this.padding = padding ?? NnOps.Zeros2;
        this.ceil_mode = ceil_mode;
        this.count_include_pad = count_include_pad;
        this.divisor_override = divisor_override;
    }

    /// <summary>Height and width of the window.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>The window's step down and across.</summary>
    public long[] stride { get; set; }

    /// <summary>The border's width above and below, and at the sides.</summary>
    public long[] padding { get; set; }

    /// <summary>Whether a last window that is not full counts.</summary>
    public bool ceil_mode { get; set; }

    /// <summary>Whether the zeros of the border count in the mean.</summary>
    public bool count_include_pad { get; set; }

    /// <summary>What to divide by instead of the window's size, or null.</summary>
    public long? divisor_override { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
        => NnOps.AvgPool2d.Invoke(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
}

/// <summary>Means over windows chosen so that the output has a given size: [B, C, H, W] to [B, C, H', W'].</summary>
public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

    /// <summary>Height and width of the output.</summary>
    public long[] output_size { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => NnOps.AdaptiveAvgPool2d.Invoke(input, output_size);
}

/// <summary>The largest value of each window: [B, C, L] to [B, C, L'].</summary>
public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode) : base(nameof(MaxPool1d))
        => (this.kernel_size, this.stride, this.padding, this.dilation, this.ceil_mode) = (kernel_size, stride, padding, dilation, ceil_mode);

    /// <summary>The width of the window.</summary>
    public long kernel_size { get; set; }

    /// <summary>The window's step; null for its width.</summary>
    public long? stride { get; set; }

    /// <summary>The border's width; null for none.</summary>
    public long? padding { get; set; }

    /// <summary>The distance between the window's elements; null for 1.</summary>
    public long? dilation { get; set; }

    /// <summary>Whether a last window that is not full counts.</summary>
    public bool ceil_mode { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

    /// <summary>The largest values and, in the same shape, their positions in L.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input)
        => nn.functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
}

/// <summary>The mean of each window: [B, C, L] to [B, C, L'].</summary>
public sealed class AvgPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal AvgPool1d(long kernel_size, long? stride, long padding, bool ceil_mode, bool count_include_pad) : base(nameof(AvgPool1d))
        => (this.kernel_size, this.stride, this.padding, this.ceil_mode, this.count_include_pad) = (kernel_size, stride, padding, ceil_mode, count_include_pad);

    /// <summary>The width of the window.</summary>
    public long kernel_size { get; set; }

    /// <summary>The window's step; null for its width.</summary>
    public long? stride { get; set; }

    /// <summary>The border's width; null for none.</summary>
    public long? padding { get; set; }

    /// <summary>Whether a last window that is not full counts.</summary>
    public bool ceil_mode { get; set; }

    /// <summary>Whether the zeros of the border count in the mean.</summary>
    public bool count_include_pad { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
}

/// <summary>Means over windows chosen so that the output has a given size: [B, C, L] to [B, C, L'].</summary>
public sealed class AdaptiveAvgPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveAvgPool1d(long output_size) : base(nameof(AdaptiveAvgPool1d)) => this.output_size = output_size;

    /// <summary>The length of the output.</summary>
    public long output_size { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool1d(input, output_size);
}
