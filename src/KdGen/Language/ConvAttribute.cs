namespace KdGen;

/// <summary>
/// A convolution: a map C x H x W to OutChannels x H' x W', a signal C x L to OutChannels x L'. H' = (H + 2 Pad - Dilation (Kernel - 1) - 1) / Stride + 1,
/// rounded down. The padding keeps the size at stride 1 unless <see cref="Pad"/> says otherwise.
/// </summary>
public sealed class ConvAttribute : LayerAttribute
{
    /// <summary>Infers the input channels from the layer before.</summary>
    /// <param name="outChannels">Channels of the output.</param>
    public ConvAttribute(int outChannels) => OutChannels = outChannels;

    /// <summary>States the input channels, which are checked (KDG1001).</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    public ConvAttribute(int inChannels, int outChannels)
    {
        InChannels = inChannels;
        OutChannels = outChannels;
    }

    /// <summary>Stated channels of the input; null when they are inferred.</summary>
    public int? InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Height and width of the kernel in pixels; 3 unless set.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>Step of the kernel in pixels; 1 unless set.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Zeros added on each side, in pixels; Dilation * (Kernel / 2) unless set ("same" for odd kernels at stride 1).</summary>
    public int Pad { get; set; }

    /// <summary>Groups that input and output channels are split into; they divide both (KDG1007); 1 unless set.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Distance of the kernel's taps in pixels; 1 unless set.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Whether a bias is added to every output channel; true unless set.</summary>
    public bool Bias { get; set; } = true;
}
