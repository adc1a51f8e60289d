using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>What stands in the lanes behind the last class, where logits load as minus infinity.</summary>
internal static class SimdTail
{
    /// <summary>It is 0 there, so that a sum needs no mask.</summary>
    public static bool IsZero(RowProgram program, int node) => program.Nodes[node].Node switch
    {
        Node.Unary { Op: UnaryOp.Exp } exp => IsMinusInfinity(program, exp.Operand),
        Node.PowerOfExp power => IsZero(program, power.Base) && IsMinusInfinity(program, power.Argument),
        Node.Masked masked => IsZero(program, masked.Where),
        Node.Binary { Op: BinaryOp.Multiply } product => IsZero(program, product.Left) && (product.Left == product.Right || IsZero(program, product.Right)),
        _ => false,
    };

    /// <summary>It is minus infinity there, so that a maximum needs no mask.</summary>
    public static bool IsMinusInfinity(RowProgram program, int node) => program.Nodes[node].Node switch
    {
        Node.StudentLogits or Node.TeacherLogits => true,
        Node.Select select => program.Nodes[select.Condition].Node is Node.IsClass && IsMinusInfinity(program, select.WhereFalse),
        Node.Binary { Op: BinaryOp.Subtract } difference => IsMinusInfinity(program, difference.Left) && !IsOfClasses(program, difference.Right),
        Node.Binary { Op: BinaryOp.Multiply } product => IsPositive(program, product.Left) && IsMinusInfinity(program, product.Right),
        _ => false,
    };

    private static bool IsPositive(RowProgram program, int node) => program.Nodes[node].Node switch
    {
        Node.Number number => number.Value > 0,
        Node.Unary { Op: UnaryOp.Reciprocal } reciprocal => program.Nodes[reciprocal.Operand].Node is Node.Setting or Node.ClassCount,
        _ => false,
    };

    private static bool IsOfClasses(RowProgram program, int node) => (program.Nodes[node].Axes & Axes.Class) != 0;
}
