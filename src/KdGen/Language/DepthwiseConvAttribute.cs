namespace KdGen;

/// <summary>
/// A convolution with a kernel of its own for each channel, which do not mix (Conv with as many groups as channels): C x H x W to C x H' x W', C x L to C x L'.
/// The padding keeps the size at stride 1 unless <see cref="Pad"/> says otherwise.
/// </summary>
public sealed class DepthwiseConvAttribute : LayerAttribute
{
    /// <summary>Height and width of the kernel in pixels; 3 unless set.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>Step of the kernel in pixels; 1 unless set.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Zeros added on each side, in pixels; Dilation * (Kernel / 2) unless set ("same" for odd kernels at stride 1).</summary>
    public int Pad { get; set; }

    /// <summary>Distance of the kernel's taps in pixels; 1 unless set.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Whether a bias is added to every channel; true unless set.</summary>
    public bool Bias { get; set; } = true;
}
