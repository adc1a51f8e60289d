using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>What the passes over features do with a row.</summary>
internal static unsafe class FeatureSums
{
    /// <summary>The sum of the products of two rows.</summary>
    [MethodImpl(Loops.Alone)]
    public static double Product<V>(float* one, float* other, long length) where V : struct, IFloats<V>
    {
        double sum = 0;
        for (long start = 0; start < length; start += V.Stretch)
        {
            long stop = Math.Min(length, start + V.Stretch), i = start;
            V part = V.Of(0f);
            for (; i <= stop - V.Count; i += V.Count)
                part = V.MultiplyAdd(V.Load(one + i), V.Load(other + i), part);
            if (i < stop)
                part = V.MultiplyAdd(V.LoadFirst(one + i, (int)(stop - i), 0), V.LoadFirst(other + i, (int)(stop - i), 0), part);
            sum += V.Sum(part);
        }
        return sum;
    }

    /// <summary>a x + b y.</summary>
    [MethodImpl(Loops.Alone)]
    public static void Mix<V>(double a, float* x, double b, float* y, float* target, long length) where V : struct, IFloats<V>
    {
        V ofX = V.Of(a), ofY = V.Of(b);
        long i = 0;
        for (; i <= length - V.Count; i += V.Count)
            V.MultiplyAdd(ofX, V.Load(x + i), ofY * V.Load(y + i)).Store(target + i);
        if (i < length)
        {
            int rest = (int)(length - i);
            V.MultiplyAdd(ofX, V.LoadFirst(x + i, rest, 0), ofY * V.LoadFirst(y + i, rest, 0)).StoreFirst(target + i, rest);
        }
    }
}
