namespace KdGen.Kernels;

/// <summary>A power of an exponential, that of one temperature from that of another: exp(z) is exp(z / 4)^4.</summary>
public interface IPower
{
    /// <summary>e to the power of <paramref name="argument"/>.</summary>
    /// <param name="exp">e to the power of a part of it.</param>
    /// <param name="argument">The whole.</param>
    static abstract V Of<V>(V exp, V argument) where V : struct, IFloats<V>;
}
