namespace KdGen.Compiler.Losses;

/// <summary>The functions that formulas are written with; "row" functions go over the classes.</summary>
internal static class LossMath
{
    /// <summary>The logit of a class that is left out: its exponential is 0 beside any other, and what is computed from it stays finite.</summary>
    public const double Never = -1e30;

    /// <summary>The same in lowered values: -2^100, which float32 and float64 hold alike, so that a row of nothing else differs from its maximum by 0 in both.</summary>
    public const double LoweredNever = -1267650600228229401496703205376d;

    public static Expr Softmax(Expr row) => row.With(new Node.Softmax(row.Index));

    public static Expr LogSoftmax(Expr row) => row.With(new Node.LogSoftmax(row.Index));

    public static Expr LogSumExp(Expr row) => row.With(new Node.LogSumExp(row.Index));

    /// <summary>Over the classes.</summary>
    public static Expr Sum(Expr row) => row.With(new Node.Reduce(ReduceOp.Sum, Axes.Class, row.Index));

    /// <summary>Over the classes.</summary>
    public static Expr Max(Expr row) => row.With(new Node.Reduce(ReduceOp.Max, Axes.Class, row.Index));

    /// <summary>Over the batch.</summary>
    public static Expr SumOfRows(Expr value) => value.With(new Node.Reduce(ReduceOp.Sum, Axes.Batch, value.Index));

    public static Expr ArgMax(Expr row) => row.With(new Node.ArgMax(row.Index));

    public static Expr At(Expr row, Expr @class) => row.With(new Node.At(row.Index, @class.Index));

    public static Expr IsClass(Expr @class) => @class.With(new Node.IsClass(@class.Index));

    public static Expr IsTop(Expr row, int count) => row.With(new Node.IsTop(row.Index, count));

    public static Expr Permuted(Expr row, Expr @fixed) => row.With(new Node.Permuted(row.Index, @fixed.Index));

    public static Expr Exp(Expr value) => value.With(UnaryOp.Exp);

    public static Expr Log(Expr value) => value.With(UnaryOp.Log);

    /// <summary>The logarithm of a ratio of which 1 less is known better than the ratio is.</summary>
    public static Expr LogNearOne(Expr ratio, Expr lessOne) => ratio.With(BinaryOp.LogNearOne, lessOne);

    public static Expr Sqrt(Expr value) => value.With(UnaryOp.Sqrt);

    public static Expr Abs(Expr value) => value.With(UnaryOp.Abs);

    public static Expr Maximum(Expr left, Expr right) => left.With(BinaryOp.Maximum, right);

    public static Expr Minimum(Expr left, Expr right) => left.With(BinaryOp.Minimum, right);

    public static Expr Power(Expr value, double exponent) => value.With(BinaryOp.Power, value.Of(exponent));

    public static Expr Select(Expr condition, Expr whereTrue, Expr whereFalse) => condition.With(new Node.Select(condition.Index, whereTrue.Index, whereFalse.Index));

    /// <summary>p x, and 0 where p is 0 whatever x is there: 0 log 0 is 0.</summary>
    public static Expr ZeroTimes(Expr p, Expr x) => p * p.With(new Node.Masked(x.Index, p.Index));

    /// <summary>No gradient flows through it.</summary>
    public static Expr Detach(Expr value) => value.With(new Node.Detach(value.Index));
}
