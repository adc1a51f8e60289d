using System;
using System.Collections.Generic;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>Scalars and element-wise values as CUDA C.</summary>
internal static class CudaOperators
{
    /// <param name="node">The value.</param>
    /// <param name="operand">The text of an operand.</param>
    /// <param name="power">The variable with the whole power that a ratio is.</param>
    /// <param name="names">What the values are called.</param>
    public static CudaText Of(Node node, Func<int, CudaText> operand, Func<int, string> power, CudaNames names) => node switch
    {
        Node.Number number => CudaText.Literal(number.Value),
        Node.Setting setting => CudaText.Name("a." + CudaNames.Camel(setting.Name)),
        Node.RowCount => CudaText.Name("a.rowCount"),
        Node.BatchSize => new CudaText("(float)a.rows", Emit.Binding.Unary),
        Node.ClassCount => new CudaText("(float)a.classes", Binding.Unary),
        Node.CountedRows => CudaText.Choice(
            CudaText.Truth(CudaText.Name("a.countedRows"), ">", CudaText.Literal(0)),
            CudaText.Name("a.countedRows"),
            CudaText.Call("fmaxf", Sum(names.CountSlot), CudaText.Literal(1))),
        Node.Reduce { Axis: Axes.Batch } reduce => Sum(names.SlotOf(reduce)),
        Node.Unary unary => Unary(unary.Op, operand(unary.Operand)),
        Node.Binary binary => Binary(binary.Op, operand(binary.Left), operand(binary.Right)),
        Node.Masked masked => CudaText.Choice(operand(masked.Where), operand(masked.Operand), CudaText.Literal(0)),
        Node.Select select => CudaText.Choice(operand(select.Condition), operand(select.WhereTrue), operand(select.WhereFalse)),
        Node.PowerOfExp exp => CudaText.Call("powerOfExp", operand(exp.Base), CudaText.Name(power(exp.Ratio)), operand(exp.Argument)),
        Node.Detach detach => operand(detach.Operand),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is not lowered"),
    };

    private static CudaText Sum(int slot) => new($"(float)a.sums[{Literal.Of(slot)}]", Emit.Binding.Unary);

    private static CudaText Unary(UnaryOp op, CudaText operand) => op switch
    {
        UnaryOp.Negate => CudaText.Negative(operand),
        UnaryOp.Exp => CudaText.Call("expf", operand),
        UnaryOp.Log => CudaText.Call("logf", operand),
        UnaryOp.Sqrt => CudaText.Call("sqrtf", CudaText.Call("fmaxf", operand, CudaText.Literal(1e-30))),
        UnaryOp.Abs => CudaText.Call("fabsf", operand),
        UnaryOp.Sign => CudaText.Call("sign", operand),
        UnaryOp.Reciprocal => CudaText.Binary(CudaText.Literal(1), '/', operand),
        _ => throw new InvalidOperationException($"{op} is not lowered"),
    };

    private static CudaText Binary(BinaryOp op, CudaText left, CudaText right) => op switch
    {
        BinaryOp.Add => CudaText.Binary(left, '+', right),
        BinaryOp.Subtract => CudaText.Binary(left, '-', right),
        BinaryOp.Multiply when left.IsTruth => CudaText.Choice(left, right, CudaText.Literal(0)),
        BinaryOp.Multiply when right.IsTruth => CudaText.Choice(right, left, CudaText.Literal(0)),
        BinaryOp.Multiply => CudaText.Binary(left, '*', right),
        BinaryOp.Divide => CudaText.Binary(left, '/', right),
        BinaryOp.Maximum => CudaText.Call("fmaxf", left, right),
        BinaryOp.Minimum => CudaText.Call("fminf", left, right),
        BinaryOp.Greater => CudaText.Truth(left.Number, ">", right.Number),
        BinaryOp.Equal => CudaText.Truth(left.Number, "==", right.Number),
        BinaryOp.Power => CudaText.Call("powf", left, right),
        _ => throw new InvalidOperationException($"{op} is not lowered"),
    };
}
