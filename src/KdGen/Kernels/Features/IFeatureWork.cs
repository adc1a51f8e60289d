namespace KdGen.Kernels;

/// <summary>What a pass does to rows of features.</summary>
internal interface IFeatureWork
{
    /// <summary>Does it to the rows from <paramref name="first"/> to before <paramref name="end"/>. Marked <see cref="Loops.Alone"/>.</summary>
    /// <returns>What the rows add to the sum over all of them.</returns>
    double Run<V>(long first, long end) where V : struct, IFloats<V>;
}
