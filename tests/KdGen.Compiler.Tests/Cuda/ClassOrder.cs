namespace KdGen.Compiler.Tests.Cuda;

/// <summary>The order of classes that every form of a loss has, as KdGen.Kernels.ClassPermutation states it.</summary>
internal static class ClassOrder
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The class whose value comes to <paramref name="c"/>.</summary>
    public static int Source(ulong key, int row, int @fixed, int c, int classes)
    {
        if (c == @fixed)
        {
            return c;
        }

        ulong others = (ulong)classes - 1, seed = Mix(key ^ Mix((ulong)row + Golden)), place = (ulong)(c < @fixed ? c : c - 1);
        int half = (System.Numerics.BitOperations.Log2(Math.Max(others - 1, 1)) + 2) / 2;
        ulong mask = (1UL << half) - 1;
        do
        {
            (ulong left, ulong right) = (place >> half, place & mask);
            for (ulong round = 1; round <= 8; round++)
            {
                (left, right) = (right, left ^ (Mix(seed + (round * Golden) + right) & mask));
            }

            place = (left << half) | right;
        }
        while (place >= others);
        return (int)place < @fixed ? (int)place : (int)place + 1;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
