using System;
using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>What to use instead of a number that does not divide.</summary>
internal static class Divisors
{
    /// <summary>The numbers nearest to <paramref name="number"/> that divide both <paramref name="left"/> and <paramref name="right"/>: "2 or 4".</summary>
    public static string Nearest(long number, long left, long right)
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

        return above == long.MaxValue ? Literal.Of(below) : $"{Literal.Of(below)} or {Literal.Of(above)}";
    }

    private static long GreatestCommonDivisor(long left, long right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);
}
