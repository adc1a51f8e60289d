namespace KdGen.Kernels;

/// <summary>A power of an exponential, that of one temperature from that of another: exp(z) is exp(z / 4)^4.</summary>
public interface IPower
{
    /// <summary>It is a whole number, so that the power is a product; otherwise there is no <see cref="Of"/>.</summary>
    static virtual bool IsWhole => true;

    /// <summary>The power of <paramref name="exp"/>.</summary>
    static abstract V Of<V>(V exp) where V : struct, IFloats<V>;
}
