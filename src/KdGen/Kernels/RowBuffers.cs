namespace KdGen.Kernels;

/// <summary>Memory for the row that a thread works on, used again for the next.</summary>
internal static unsafe class RowBuffers
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static float[]? memory;

    /// <summary>At least <paramref name="count"/> buffers of a float for each class, <paramref name="stride"/> floats apart.</summary>
    public static float* Of(int classes, int count, out int stride)
    {
        // One vector more than the classes, so that neighbours do not lie a power of two apart.
        stride = classes / 16 * 16 + 32;
        long wanted = (long)stride * Math.Max(count, 1) + Alignment / sizeof(float);
        if (memory is null || memory.Length < wanted)
            memory = GC.AllocateUninitializedArray<float>(checked((int)wanted), pinned: true);
        fixed (float* first = memory)
            return (float*)(((nint)first + Alignment - 1) & -Alignment);
    }
}
