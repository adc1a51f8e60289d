namespace KdGen.Compiler.Ir;

/// <summary>Sums and products of counts (never negative) that stop at <see cref="long.MaxValue"/>: absurd arguments give absurd counts, not wrong ones.</summary>
internal static class Saturating
{
    public static long Multiply(long left, long right)
        => left == 0 || right == 0 ? 0 : left > long.MaxValue / right ? long.MaxValue : left * right;

    public static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
