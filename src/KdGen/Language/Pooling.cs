namespace KdGen;

/// <summary>The maximum of each window: C x H x W to C x H' x W'.</summary>
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

/// <summary>The mean of each window: C x H x W to C x H' x W'. Padding counts as zeros.</summary>
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

/// <summary>The mean of each channel over the whole map: C x H x W to C features.</summary>
public sealed class GlobalAvgPoolAttribute : LayerAttribute;

/// <summary>Lays a map out as a vector: C x H x W to C*H*W features.</summary>
public sealed class FlattenAttribute : LayerAttribute;
