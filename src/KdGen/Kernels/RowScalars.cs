namespace KdGen.Kernels;

/// <summary>What the code of a row needs that <see cref="Math"/> has otherwise or not at all.</summary>
public static class RowScalars
{
    /// <summary>The logarithm of e to base 2: e^x is 2^(x Log2E).</summary>
    public const double Log2E = 1.4426950408889634;

    /// <summary>-1, 0 or 1; not a number for what is none.</summary>
    public static double Sign(double value) => double.IsNaN(value) ? value : Math.Sign(value);
}
