namespace KdGen.Data;

/// <summary>The order of the samples in an epoch.</summary>
public static class EpochOrder
{
    /// <summary>
    /// A permutation of 0 .. <paramref name="count"/> - 1 that depends on nothing but the arguments, on any machine: Fisher-Yates from the
    /// last place down, over SplitMix64 seeded by (<paramref name="seed"/>, <paramref name="epoch"/>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static int[] Shuffled(int count, long seed, int epoch)
    {
        int[] order = Sequential(count);
        var random = new SplitMix64(seed, RandomUse.Order, epoch);
        for (int i = count - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>0 .. <paramref name="count"/> - 1 as they come.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static int[] Sequential(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        return order;
    }
}
