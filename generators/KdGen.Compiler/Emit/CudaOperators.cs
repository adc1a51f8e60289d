using System;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>Scalars and element-wise values as CUDA C.</summary>
internal static class CudaOperators
{
    /// <param name="node">The value.</param>
    /// <param name="type">What is computed with.</param>
    /// <param name="operand">The text of an operand.</param>
    /// <param name="names">What the values are called.</param>
    public static CudaText Of(Node node, CudaType type, Func<int, CudaText> operand, CudaNames names) => node switch
    {
        Node.Number number => CudaText.Literal(number.Value, type),
        Node.Setting setting => Argument(Identifier.Small(setting.Name)),
        Node.RowCount => Argument("rowCount"),
        Node.BatchSize => new("(double)a.rows", Emit.Binding.Unary, CudaType.Double),
        Node.ClassCount => new("(double)a.classes", Emit.Binding.Unary, CudaType.Double),
        Node.CountedRows => Given(CudaText.Call(CudaType.Double, "fmax", Sum(names.CountSlot), CudaText.Literal(1, CudaType.Double))),
        Node.GivenRows given => Given(operand(given.Otherwise)),
        Node.Reduce { Axis: Axes.Batch } reduce => Sum(names.SlotOf(reduce)),
        Node.Unary unary => Unary(unary.Op, type, operand(unary.Operand)),
        Node.Binary binary => Binary(binary.Op, type, operand(binary.Left), operand(binary.Right)),
        Node.Masked masked => CudaText.Choice(type, operand(masked.Where), operand(masked.Operand), CudaText.Literal(0, type)),
        Node.Select select => CudaText.Choice(type, operand(select.Condition), operand(select.WhereTrue), operand(select.WhereFalse)),
        Node.PowerOfExp power => CudaText.Call(type, "exp", operand(power.Argument)),
        Node.Detach detach => operand(detach.Operand),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is not lowered"),
    };

    private static CudaText Argument(string name) => CudaText.Name("a." + name, CudaType.Double);

    /// <summary>What the caller gives for the rows that have a label, or else <paramref name="otherwise"/>.</summary>
    private static CudaText Given(CudaText otherwise)
        => CudaText.Choice(CudaType.Double, CudaText.Truth(Argument("countedRows"), ">", CudaText.Literal(0, CudaType.Double)), Argument("countedRows"), otherwise);

    private static CudaText Sum(int slot) => Argument($"sums[{Literal.Of(slot)}]");

    private static CudaText Unary(UnaryOp op, CudaType type, CudaText operand) => op switch
    {
        UnaryOp.Negate => CudaText.Negative(type, operand),
        UnaryOp.Exp => CudaText.Call(type, "exp", operand),
        UnaryOp.Log => CudaText.Call(type, "log", operand),
        UnaryOp.Sqrt => CudaText.Call(type, "sqrt", CudaText.Call(type, "fmax", operand, CudaText.Literal(1e-30, type))),
        UnaryOp.Abs => CudaText.Call(type, "fabs", operand),
        UnaryOp.Sign => CudaText.Name($"sign({operand.As(type).Code})", type),
        UnaryOp.Reciprocal => CudaText.Binary(type, CudaText.Literal(1, type), '/', operand),
        _ => throw new InvalidOperationException($"{op} is not lowered"),
    };

    private static CudaText Binary(BinaryOp op, CudaType type, CudaText left, CudaText right) => op switch
    {
        BinaryOp.Add => CudaText.Binary(type, left, '+', right),
        BinaryOp.Subtract => CudaText.Binary(type, left, '-', right),
        BinaryOp.Multiply when left.Type == CudaType.Bool => CudaText.Choice(type, left, right, CudaText.Literal(0, type)),
        BinaryOp.Multiply when right.Type == CudaType.Bool => CudaText.Choice(type, right, left, CudaText.Literal(0, type)),
        BinaryOp.Multiply => CudaText.Binary(type, left, '*', right),
        BinaryOp.Divide => CudaText.Binary(type, left, '/', right),
        BinaryOp.Maximum => CudaText.Call(type, "fmax", left, right),
        BinaryOp.Minimum => CudaText.Call(type, "fmin", left, right),
        BinaryOp.Greater => CudaText.Truth(left.As(type), ">", right.As(type)),
        BinaryOp.Equal when left.Type == CudaType.Int && right.Type == CudaType.Int => CudaText.Truth(left, "==", right),
        BinaryOp.Equal => CudaText.Truth(left.As(type), "==", right.As(type)),
        BinaryOp.LogNearOne => CudaText.Choice(type, CudaText.Truth(right.As(type), ">", CudaText.Literal(-0.5, type)), CudaText.Call(type, "log1p", right), CudaText.Call(type, "log", left)),
        BinaryOp.Power => CudaText.Call(type, "pow", left, right),
        _ => throw new InvalidOperationException($"{op} is not lowered"),
    };
}
