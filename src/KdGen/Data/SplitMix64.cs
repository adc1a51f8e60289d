namespace KdGen.Data;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014), one independent sequence per
/// (seed, use, stream): 64-bit integers only, so every machine and runtime draws the same numbers.
/// </summary>
/// <remarks>
/// <see cref="Random"/> promises no algorithm for a given seed; orders and images that a result rests on need one.
/// </remarks>
internal struct SplitMix64
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong state;

    public SplitMix64(long seed, RandomUse use, long stream) =>
        state = Mix(Mix(Mix((ulong)seed + Increment) + (ulong)use) + (ulong)stream);

    public ulong Next()
    {
        state += Increment;
        return Mix(state);
    }

    /// <summary>Uniform in [0, <paramref name="bound"/>), without bias: Lemire's multiplication with rejection.</summary>
    public int Below(int bound)
    {
        uint n = (uint)bound;
        ulong product = (Next() >> 32) * n;
        if ((uint)product < n)
        {
            uint threshold = unchecked(0u - n) % n;
            while ((uint)product < threshold)
                product = (Next() >> 32) * n;
        }
        return (int)(product >> 32);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24 and so exact in single precision.</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Between(float low, float high) => low + (high - low) * Unit();

    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
