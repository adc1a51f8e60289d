using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions of any dimension have in common.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private Parameter? weightParameter;
    private Parameter? biasParameter;

    private protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype, long[]? output_padding = null) : base(name)
    {
        if (groups < 1 || in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException($"{name}: groups {groups} must divide {in_channels} input and {out_channels} output channels", nameof(groups));

        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.groups = groups;
        this.padding_mode = padding_mode;
        this.output_padding = output_padding ?? new long[kernel_size.Length];
        transposed = output_padding is not null;
        if (padding_type is { } type) SetPadding(type);
        else SetPadding(padding ?? new long[kernel_size.Length]);

        long[] kernels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
        weight = new Parameter(empty((long[])[.. kernels, .. kernel_size], dtype: dtype, device: device));
        if (bias) this.bias = new Parameter(empty(new[] { out_channels }, dtype: dtype, device: device));
        reset_parameters();
    }

    /// <summary>The kernels, [out_channels, in_channels / groups, ...kernel_size]; [in_channels, out_channels / groups, ...kernel_size] when <see cref="transposed"/>.</summary>
    public Parameter weight
    {
        get => weightParameter!;
        set => Assign(nameof(weight), ref weightParameter, value);
    }

    /// <summary>[out_channels], or null.</summary>
    public Parameter? bias
    {
        get => biasParameter;
        set => Assign(nameof(bias), ref biasParameter, value);
    }

    /// <summary>The channels of the input.</summary>
    public long in_channels { get; }

    /// <summary>The channels of the output.</summary>
    public long out_channels { get; }

    /// <summary>The size of the kernel in each dimension.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>The step of the kernel in each dimension.</summary>
    public long[] stride { get; set; }

    /// <summary>The distance between the kernel's taps in each dimension.</summary>
    public long[] dilation { get; set; }

    /// <summary>The number of groups that the channels are split into.</summary>
    public long groups { get; set; }

    /// <summary>Whether this is the gradient of a convolution, which enlarges where a convolution makes smaller.</summary>
    public bool transposed { get; }

    /// <summary>What is added to one side of the output in each dimension; only of a transposed convolution.</summary>
    public long[] output_padding { get; set; }

    /// <summary>What the border is filled with.</summary>
    public PaddingModes padding_mode { get; set; }

    /// <summary>The border's width in each dimension, or null where <see cref="padding_type"/> decides.</summary>
    public long[]? padding { get; private set; }

    /// <summary>The border by name, or null where <see cref="padding"/> decides.</summary>
    public Padding? padding_type { get; private set; }

    /// <summary>Sets the border's width in each dimension.</summary>
    public void SetPadding(long[] padding) => (this.padding, padding_type, BorderWidths) = (padding, null, [.. padding.Reverse().SelectMany(p => new[] { p, p })]);

    /// <summary>Sets the border by name: none, or as wide as keeps the size.</summary>
    /// <exception cref="ArgumentException">"Same" was asked of a convolution with a stride.</exception>
    public void SetPadding(Padding padding)
    {
        if (padding == Padding.Same && stride.Any(s => s != 1))
            throw new ArgumentException($"{GetName()}: padding 'same' needs stride 1, not {string.Join("x", stride)}", nameof(padding));
        (this.padding, padding_type) = (null, padding);
        BorderWidths = [.. Enumerable.Range(0, kernel_size.Length).Reverse().SelectMany(d =>
        {
            var total = padding == Padding.Same ? dilation[d] * (kernel_size[d] - 1) : 0;
            return new[] { total / 2, total - total / 2 };
        })];
    }

    /// <summary>Draws the parameters anew: Kaiming-uniform kernels with a = sqrt(5), then a bias uniform within ±1/sqrt(fan in).</summary>
    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        if (fanIn == 0) return;
        var bound = 1 / Math.Sqrt(fanIn);
        nn.init.uniform_(bias, -bound, bound);
    }

    // The border as the pad operator wants it: last dimension first, both sides of each.
    private long[] BorderWidths { get; set; } = [];

    // The input with its border, filled as padding_mode says.
    private protected Tensor Pad(Tensor input) => NnOps.Pad.Invoke(input, BorderWidths, NnOps.PadMode(padding_mode));

    private protected override void Rebind(string key, Tensor old, Tensor moved)
    {
        if (key == nameof(weight)) weightParameter = (Parameter)moved;
        else biasParameter = (Parameter)moved;
    }
}
