namespace KdGen.Data;

/// <summary>A colour, each part nominally in [0, 1].</summary>
internal readonly record struct Rgb(float R, float G, float B)
{
    public static Rgb Random(ref SplitMix64 random) => new(random.Unit(), random.Unit(), random.Unit());

    /// <summary>A colour at most <paramref name="spread"/> away from this one in each part.</summary>
    public Rgb Near(ref SplitMix64 random, float spread) =>
        new(R + random.Between(-spread, spread), G + random.Between(-spread, spread), B + random.Between(-spread, spread));

    /// <summary>Sum of the parts' distances.</summary>
    public float Distance(Rgb other) => Math.Abs(R - other.R) + Math.Abs(G - other.G) + Math.Abs(B - other.B);
}
