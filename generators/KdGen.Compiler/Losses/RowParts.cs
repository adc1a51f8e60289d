namespace KdGen.Compiler.Losses;

/// <summary>What one row gives to a scalar that is a sum over the batch.</summary>
internal static class RowParts
{
    /// <summary>
    /// A value of a row (or a scalar) whose sum over the batch is <paramref name="scalar"/>; null where it is none, as a root of a sum over the batch. Sums that do not change with
    /// the student's logits stay: they can be taken beforehand.
    /// </summary>
    public static int? Of(GraphBuilder graph, int scalar)
    {
        switch (graph[scalar])
        {
            case Node.Number { Value: 0 }:
                return scalar;
            case Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Batch } sum when (graph.AxesOf(sum.Operand) & Axes.Class) == 0:
                return sum.Operand;
            case Node.Unary { Op: UnaryOp.Negate } unary:
                return Of(graph, unary.Operand) is { } operand ? graph.Negate(operand) : null;
            case Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } sum:
                return Of(graph, sum.Left) is { } left && Of(graph, sum.Right) is { } right ? graph.Add(new Node.Binary(sum.Op, left, right)) : null;
            case Node.Binary { Op: BinaryOp.Multiply } product when !graph.ReadsStudent(product.Left):
                return Of(graph, product.Right) is { } factor ? graph.Product(product.Left, factor) : null;
            case Node.Binary { Op: BinaryOp.Multiply } product when !graph.ReadsStudent(product.Right):
                return Of(graph, product.Left) is { } other ? graph.Product(product.Right, other) : null;
            case Node.Binary { Op: BinaryOp.Divide } quotient when !graph.ReadsStudent(quotient.Right):
                return Of(graph, quotient.Left) is { } numerator ? graph.Quotient(numerator, quotient.Right) : null;
            default:
                return null;
        }
    }
}
