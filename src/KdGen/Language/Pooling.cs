namespace KdGen;

/// <summary>The maximum of each window: C x H x W to C x H' x W', C x L to C x L', with H' = (H + 2 Pad - Kernel) / Stride + 1, rounded down.</summary>
/// <param name="kernel">Height and width of the window in pixels.</param>
public sealed class MaxPoolAttribute(int kernel) : LayerAttribute
{
    /// <summary>Height and width of the window in pixels.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step of the window in pixels; Kernel unless set.</summary>
    public int Stride { get; set; }

    /// <summary>Padding on each side in pixels, at most half the kernel; 0 unless set.</summary>
    public int Pad { get; set; }
}

/// <summary>The mean of each window: C x H x W to C x H' x W', C x L to C x L', with H' = (H + 2 Pad - Kernel) / Stride + 1, rounded down. Padding counts as zeros.</summary>
/// <param name="kernel">Height and width of the window in pixels.</param>
public sealed class AvgPoolAttribute(int kernel) : LayerAttribute
{
    /// <summary>Height and width of the window in pixels.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step of the window in pixels; Kernel unless set.</summary>
    public int Stride { get; set; }

    /// <summary>Padding on each side in pixels, at most half the kernel; 0 unless set.</summary>
    public int Pad { get; set; }
}

/// <summary>The mean over <paramref name="size"/> x <paramref name="size"/> windows that cover the map as evenly as they can: C x H x W to C x size x size.</summary>
/// <param name="size">Height and width of the output in pixels.</param>
public sealed class AdaptiveAvgPoolAttribute(int size) : LayerAttribute
{
    /// <summary>Height and width of the output in pixels.</summary>
    public int Size { get; } = size;
}

/// <summary>The mean of each channel over the whole map or signal: C x H x W or C x L to C features.</summary>
public sealed class GlobalAvgPoolAttribute : LayerAttribute;

/// <summary>The maximum of each channel over the whole map or signal: C x H x W or C x L to C features.</summary>
public sealed class GlobalMaxPoolAttribute : LayerAttribute;
