namespace KdGen.Kernels;

/// <summary>Functions of values of a row that <see cref="Math"/> has otherwise.</summary>
public static class RowScalars
{
    /// <summary>-1, 0 or 1; not a number for what is none.</summary>
    public static double Sign(double value) => double.IsNaN(value) ? value : Math.Sign(value);
}
