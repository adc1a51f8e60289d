using System;
using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>What to use instead of a number that does not divide.</summary>
/// <param name="Below">The nearest divisor below it; 1 where there is no other.</param>
/// <param name="Above">The nearest one above it; null where there is none.</param>
internal readonly record struct Divisors(long Below, long? Above)
{
    /// <summary>The numbers nearest to <paramref name="number"/> that divide both <paramref name="left"/> and <paramref name="right"/>.</summary>
    public static Divisors Nearest(long number, long left, long right)
    {
        long common = GreatestCommonDivisor(left, right);
        long below = 1;
        long above = long.MaxValue;
        for (long small = 1; small * small <= common; small++)
        {
            foreach (long divisor in (long[])(common % small == 0 ? [small, common / small] : []))
            {
                below = divisor <= number ? Math.Max(below, divisor) : below;
                above = divisor >= number ? Math.Min(above, divisor) : above;
            }
        }

        return new Divisors(below, above == long.MaxValue ? null : above);
    }

    /// <summary>"2 or 4".</summary>
    public override string ToString() => Above is { } above ? $"{Literal.Of(Below)} or {Literal.Of(above)}" : Literal.Of(Below);

    private static long GreatestCommonDivisor(long left, long right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);
}
