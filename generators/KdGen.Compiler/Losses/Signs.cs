using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>What is certain about the sign of a value.</summary>
internal static class Signs
{
    /// <summary>It is 0 or more in every row and class: what it scales keeps its order.</summary>
    public static bool IsNotNegative(GraphBuilder graph, int index) => graph.Facts.NotNegative.Of(graph, index, FindNotNegative);

    /// <summary>It is above 0 and finite in every row and class, as mathematics has it: a product with it is 0 only where the other factor is. An exponential can be that of a class at -infinity.</summary>
    public static bool IsPositive(GraphBuilder graph, int index) => graph.Facts.Positive.Of(graph, index, FindPositive);

    /// <summary>The same, but for exponentials that may have become 0.</summary>
    public static bool IsShare(GraphBuilder graph, int index) => graph.Facts.Share.Of(graph, index, FindShare);

    /// <summary>It is finite wherever the logits are: nothing is divided by a value of the classes, and no logarithm taken of one.</summary>
    public static bool HasNoPole(GraphBuilder graph, int index) => graph.Facts.NoPole.Of(graph, index, FindNoPole);

    private static bool FindNotNegative(GraphBuilder graph, int index) => graph[index] switch
    {
        Node.Number number => number.Value >= 0,
        Node.Setting or Node.Label or Node.Counted or Node.ClassCount or Node.BatchSize or Node.RowCount or Node.CountedRows => true,
        Node.GivenRows given => IsNotNegative(graph, given.Otherwise),
        Node.Softmax or Node.IsClass or Node.IsTop or Node.PowerOfExp => true,
        Node.Unary { Op: UnaryOp.Exp or UnaryOp.Sqrt or UnaryOp.Abs } => true,
        Node.Unary { Op: UnaryOp.Reciprocal } unary => IsNotNegative(graph, unary.Operand),
        Node.Binary { Op: BinaryOp.Greater or BinaryOp.Equal } => true,
        Node.Binary { Op: BinaryOp.Multiply } binary when binary.Left == binary.Right => true,
        Node.Binary { Op: BinaryOp.Maximum } binary => IsNotNegative(graph, binary.Left) || IsNotNegative(graph, binary.Right),
        Node.Binary { Op: BinaryOp.Add or BinaryOp.Multiply or BinaryOp.Divide or BinaryOp.Minimum } binary
            => IsNotNegative(graph, binary.Left) && IsNotNegative(graph, binary.Right),
        Node.Binary { Op: BinaryOp.Power } binary => IsNotNegative(graph, binary.Left),
        Node.Masked masked => IsNotNegative(graph, masked.Operand),
        Node.Select select => IsNotNegative(graph, select.WhereTrue) && IsNotNegative(graph, select.WhereFalse),
        Node.Reduce reduce => IsNotNegative(graph, reduce.Operand),
        Node.Detach detach => IsNotNegative(graph, detach.Operand),
        Node.At at => IsNotNegative(graph, at.Operand),
        _ => false,
    };

    private static bool FindPositive(GraphBuilder graph, int index) => graph[index] switch
    {
        Node.Number number => number.Value > 0,
        Node.ClassCount or Node.BatchSize or Node.RowCount or Node.CountedRows => true,
        Node.GivenRows given => IsPositive(graph, given.Otherwise),
        Node.Unary { Op: UnaryOp.Sqrt } => true,
        Node.Unary { Op: UnaryOp.Reciprocal } unary => IsPositive(graph, unary.Operand),
        Node.Binary { Op: BinaryOp.Multiply or BinaryOp.Divide } binary => IsPositive(graph, binary.Left) && IsPositive(graph, binary.Right),
        Node.Binary { Op: BinaryOp.Add } binary
            => (IsPositive(graph, binary.Left) && IsNotNegative(graph, binary.Right)) || (IsNotNegative(graph, binary.Left) && IsPositive(graph, binary.Right)),
        Node.Select select => IsPositive(graph, select.WhereTrue) && IsPositive(graph, select.WhereFalse),
        Node.Reduce reduce => graph[reduce.Operand] is Node.Unary { Op: UnaryOp.Exp } or Node.PowerOfExp || IsPositive(graph, reduce.Operand),
        _ => false,
    };

    private static bool FindShare(GraphBuilder graph, int index) => IsPositive(graph, index) || graph[index] switch
    {
        Node.Unary { Op: UnaryOp.Exp } or Node.PowerOfExp => true,
        Node.Unary { Op: UnaryOp.Reciprocal } unary => IsShare(graph, unary.Operand),
        Node.Binary { Op: BinaryOp.Add or BinaryOp.Multiply or BinaryOp.Divide } binary => IsShare(graph, binary.Left) && IsShare(graph, binary.Right),
        Node.Select select => IsShare(graph, select.WhereTrue) && IsShare(graph, select.WhereFalse),
        _ => false,
    };

    private static bool FindNoPole(GraphBuilder graph, int index) => !graph.IsOfClasses(index) || graph[index] switch
    {
        Node.Unary { Op: UnaryOp.Log or UnaryOp.Reciprocal } => false,
        Node.Binary { Op: BinaryOp.Divide } quotient => !graph.IsOfClasses(quotient.Right) && HasNoPole(graph, quotient.Left),
        Node.Binary { Op: BinaryOp.Power or BinaryOp.LogNearOne } => false,
        Node node => node.Operands().All(operand => HasNoPole(graph, operand)),
    };
}
