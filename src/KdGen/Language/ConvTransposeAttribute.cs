namespace KdGen;

/// <summary>
/// A transposed convolution: C x H x W to OutChannels x H' x W' with H' = (H - 1) Stride - 2 Pad + Kernel + OutputPad. As it stands, height and width double.
/// </summary>
public sealed class ConvTransposeAttribute : LayerAttribute
{
    /// <summary>Infers the input channels from the layer before.</summary>
    /// <param name="outChannels">Channels of the output.</param>
    public ConvTransposeAttribute(int outChannels) => OutChannels = outChannels;

    /// <summary>States the input channels, which are checked (KDG1001).</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    public ConvTransposeAttribute(int inChannels, int outChannels)
    {
        InChannels = inChannels;
        OutChannels = outChannels;
    }

    /// <summary>Stated channels of the input; null when they are inferred.</summary>
    public int? InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Height and width of the kernel in pixels; 4 unless set.</summary>
    public int Kernel { get; set; } = 4;

    /// <summary>Distance of neighbouring input pixels in the output; 2 unless set.</summary>
    public int Stride { get; set; } = 2;

    /// <summary>Pixels cut off each side of the output; 1 unless set.</summary>
    public int Pad { get; set; } = 1;

    /// <summary>Pixels added to the output at the right and bottom, below the stride; 0 unless set.</summary>
    public int OutputPad { get; set; }

    /// <summary>Groups that input and output channels are split into; they divide both (KDG1007); 1 unless set.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether a bias is added to every output channel; true unless set.</summary>
    public bool Bias { get; set; } = true;
}
