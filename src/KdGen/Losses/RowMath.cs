namespace KdGen;

/// <summary>The functions that a loss of one's own is written with, for <c>using static KdGen.RowMath;</c>. Those of a row to a number go over its classes, all others are class by class.</summary>
public static class RowMath
{
    /// <summary>The sum over the classes.</summary>
    public static double Sum(Row row) => Given(row).Fold(static (a, b) => a + b);

    /// <summary>The largest value.</summary>
    public static double Max(Row row) => Given(row).Fold(Math.Max);

    /// <summary>The larger of two values.</summary>
    public static double Max(double left, double right) => Math.Max(left, right);

    /// <summary>The larger of two values, class by class.</summary>
    public static Row Max(Row left, Row right) => Row.Join(left, right, Math.Max);

    /// <summary>The larger of two values, class by class.</summary>
    public static Row Max(Row left, double right) => Given(left).Map(value => Math.Max(value, right));

    /// <summary>The larger of two values, class by class.</summary>
    public static Row Max(double left, Row right) => Max(right, left);

    /// <summary>The smallest value.</summary>
    public static double Min(Row row) => Given(row).Fold(Math.Min);

    /// <summary>The smaller of two values.</summary>
    public static double Min(double left, double right) => Math.Min(left, right);

    /// <summary>The smaller of two values, class by class.</summary>
    public static Row Min(Row left, Row right) => Row.Join(left, right, Math.Min);

    /// <summary>The smaller of two values, class by class.</summary>
    public static Row Min(Row left, double right) => Given(left).Map(value => Math.Min(value, right));

    /// <summary>The smaller of two values, class by class.</summary>
    public static Row Min(double left, Row right) => Min(right, left);

    /// <summary>The first class with the largest value: an index, through which no gradient flows.</summary>
    public static int ArgMax(Row row)
    {
        int best = 0;
        for (int i = 1; i < Given(row).Length; i++)
        {
            best = row[i] > row[best] ? i : best;
        }

        return best;
    }

    /// <summary>1 at one class, else 0.</summary>
    /// <param name="index">The class.</param>
    /// <param name="length">The number of classes, that of a row: <c>OneHot(label, student.Length)</c>.</param>
    public static Row OneHot(int index, int length) => index >= 0 && index < length
        ? new Row([.. Enumerable.Range(0, length).Select(i => i == index ? 1.0 : 0)])
        : throw new ArgumentOutOfRangeException(nameof(index), $"the row has classes 0 to {length - 1}, receives {index}");

    /// <summary>log sum exp(row), finite for values of any size.</summary>
    public static double LogSumExp(Row row)
    {
        double max = Max(row);
        return double.IsInfinity(max) ? max : max + Math.Log(Sum(Exp(row - max)));
    }

    /// <summary>exp(row) / sum exp(row): probabilities.</summary>
    public static Row Softmax(Row row) => Exp(LogSoftmax(row));

    /// <summary>log of <see cref="Softmax"/>, finite where that is too small for a number.</summary>
    public static Row LogSoftmax(Row row) => Given(row) - LogSumExp(row);

    /// <summary>e to that power.</summary>
    public static double Exp(double value) => Math.Exp(value);

    /// <inheritdoc cref="Exp(double)"/>
    public static Row Exp(Row row) => Given(row).Map(Math.Exp);

    /// <summary>The natural logarithm. Of a <see cref="Softmax"/> the build takes <see cref="LogSoftmax"/>.</summary>
    public static double Log(double value) => Math.Log(value);

    /// <inheritdoc cref="Log(double)"/>
    public static Row Log(Row row) => Given(row).Map(Math.Log);

    /// <summary>The root of the value, or of 1e-30 where that is larger: so it has a gradient at 0, which is 0.</summary>
    public static double Sqrt(double value) => Math.Sqrt(Math.Max(value, 1e-30));

    /// <inheritdoc cref="Sqrt(double)"/>
    public static Row Sqrt(Row row) => Given(row).Map(Sqrt);

    /// <summary>The value without its sign.</summary>
    public static double Abs(double value) => Math.Abs(value);

    /// <inheritdoc cref="Abs(double)"/>
    public static Row Abs(Row row) => Given(row).Map(Math.Abs);

    /// <summary>A power.</summary>
    /// <param name="value">Its base.</param>
    /// <param name="exponent">Its exponent, a constant.</param>
    public static double Pow(double value, double exponent) => Math.Pow(value, exponent);

    /// <inheritdoc cref="Pow(double, double)"/>
    public static Row Pow(Row value, double exponent) => Given(value).Map(x => Math.Pow(x, exponent));

    /// <summary>The same value, through which no gradient flows.</summary>
    public static double Detach(double value) => value;

    /// <inheritdoc cref="Detach(double)"/>
    public static Row Detach(Row row) => Given(row);

    private static Row Given(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row;
    }
}
