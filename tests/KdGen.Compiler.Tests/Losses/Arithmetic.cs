using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>The meaning of the operators, in float64.</summary>
internal static class Arithmetic
{
    public static double Unary(UnaryOp op, double x) => op switch
    {
        UnaryOp.Negate => -x,
        UnaryOp.Exp => Math.Exp(x),
        UnaryOp.Log => Math.Log(x),
        UnaryOp.Sqrt => Math.Sqrt(Math.Max(x, 1e-30)),
        UnaryOp.Abs => Math.Abs(x),
        UnaryOp.Sign => Math.Sign(x),
        UnaryOp.Reciprocal => 1 / x,
        _ => throw new NotSupportedException(op.ToString()),
    };

    public static double Binary(BinaryOp op, double x, double y) => op switch
    {
        BinaryOp.Add => x + y,
        BinaryOp.Subtract => x - y,
        BinaryOp.Multiply => x * y,
        BinaryOp.Divide => x / y,
        BinaryOp.Maximum => Math.Max(x, y),
        BinaryOp.Minimum => Math.Min(x, y),
        BinaryOp.Greater => x > y ? 1 : 0,
        BinaryOp.Equal => x == y ? 1 : 0,
        BinaryOp.Power => Math.Pow(x, y),
        BinaryOp.LogNearOne => Math.Log(x) + ((y - (x - 1)) / Math.Max(x, 1)),
        _ => throw new NotSupportedException(op.ToString()),
    };

    /// <summary>The value of an element-wise node, from those of its operands.</summary>
    public static double Of(Node node, Func<int, double> operand) => node switch
    {
        Node.Unary unary => Unary(unary.Op, operand(unary.Operand)),
        Node.Binary binary => Binary(binary.Op, operand(binary.Left), operand(binary.Right)),
        Node.Masked masked => operand(masked.Where) != 0 ? operand(masked.Operand) : 0,
        Node.Select select => operand(operand(select.Condition) != 0 ? select.WhereTrue : select.WhereFalse),
        Node.Detach detach => operand(detach.Operand),
        Node.PowerOfExp power => PowerOfExp(operand(power.Base), operand(power.Ratio), operand(power.Argument)),
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    public static int ArgMax(double[] row) => Array.IndexOf(row, row.Max());

    public static double[] IsTop(double[] row, int count)
    {
        HashSet<int> top = [.. Enumerable.Range(0, row.Length).OrderByDescending(c => row[c]).ThenBy(c => c).Take(count)];
        return [.. Enumerable.Range(0, row.Length).Select(c => top.Contains(c) ? 1.0 : 0.0)];
    }

    private static double PowerOfExp(double power, double ratio, double argument)
        => ratio is >= 1 and <= 8 && ratio == Math.Round(ratio) ? Math.Pow(power, ratio) : Math.Exp(argument);
}
