namespace KdGen;

/// <summary>How new pixels get their values.</summary>
public enum Interpolation
{
    /// <summary>The value of the nearest pixel.</summary>
    Nearest,

    /// <summary>The mean of the four nearest pixels by their distance, pixels being areas and not points (align_corners = false).</summary>
    Bilinear,
}

/// <summary>More pixels: C x H x W to C x Scale H x Scale W.</summary>
/// <param name="scale">How many times height and width grow.</param>
public sealed class UpsampleAttribute(int scale) : LayerAttribute
{
    /// <summary>How many times height and width grow.</summary>
    public int Scale { get; } = scale;

    /// <summary>How new pixels get their values; from the nearest pixel unless set.</summary>
    public Interpolation Mode { get; set; }
}

/// <summary>Zeros on every side of a map: C x H x W to C x (H + 2 Size) x (W + 2 Size).</summary>
/// <param name="size">Zeros on each side, in pixels.</param>
public sealed class PadAttribute(int size) : LayerAttribute
{
    /// <summary>Zeros on each side, in pixels.</summary>
    public int Size { get; } = size;
}

/// <summary>
/// Squeeze and excitation (Hu et al., 2018): each channel of a map C x H x W is multiplied by sigmoid(fc2(relu(fc1(m)))), where m are the means of the channels and
/// fc1 leads to C / Reduction features.
/// </summary>
/// <param name="reduction">By what the channels are divided inside, rounded down; at most the channels.</param>
public sealed class SEAttribute(int reduction = 16) : LayerAttribute
{
    /// <summary>By what the channels are divided inside.</summary>
    public int Reduction { get; } = reduction;
}
