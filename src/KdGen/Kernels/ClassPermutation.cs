using System.Numerics;
using KdGen.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>
/// Pseudo-random orders of classes, another for each row, that need no memory: a class's place is computed by itself. A Feistel network permutes the smallest domain of
/// 2^2h numbers that holds the classes; what falls outside of these is permuted again until it falls inside.
/// </summary>
public static class ClassPermutation
{
    private const int Rounds = 8;

    /// <summary>The place of <paramref name="other"/> among 0 to <paramref name="others"/> - 1: a bijection for each key and row.</summary>
    public static long Of(ulong key, long row, long other, long others)
    {
        ulong seed = SplitMix64.Mix(key ^ SplitMix64.Mix((ulong)row + 0x9E3779B97F4A7C15));
        int half = (BitOperations.Log2((ulong)Math.Max(others - 1, 1)) + 2) / 2;
        ulong mask = (1UL << half) - 1, value = (ulong)other;
        do
        {
            ulong left = value >> half, right = value & mask;
            for (ulong round = 1; round <= Rounds; round++)
                (left, right) = (right, left ^ (SplitMix64.Mix(seed + round * 0x9E3779B97F4A7C15 + right) & mask));
            value = (left << half) | right;
        }
        while (value >= (ulong)others);
        return (long)value;
    }

    /// <summary>The class whose value comes to <paramref name="class"/>, when that of <paramref name="fixedClass"/> stays where it is.</summary>
    public static long Source(long key, long row, long @class, long fixedClass, long classes)
    {
        if (@class == fixedClass)
            return @class;
        long place = Of((ulong)key, row, @class < fixedClass ? @class : @class - 1, classes - 1);
        return place < fixedClass ? place : place + 1;
    }

    /// <summary>[B, C] int64: for each class of each row the one whose value comes to it.</summary>
    /// <param name="key">The key of the order.</param>
    /// <param name="fixedClass">[B] int64, the class of each row that stays.</param>
    /// <param name="classes">C.</param>
    public static Tensor Indices(long key, Tensor fixedClass, long classes)
    {
        using Tensor local = fixedClass.cpu();
        long[] stays = local.data<long>().ToArray();
        long[] sources = new long[checked(stays.Length * classes)];
        for (int row = 0; row < stays.Length; row++)
            for (long c = 0; c < classes; c++)
                sources[row * classes + c] = Source(key, row, c, stays[row], classes);
        using Tensor flat = tensor(sources);
        using Tensor indices = flat.reshape(stays.Length, classes);
        return indices.to(fixedClass.device, copy: true);
    }
}
