using System;

namespace KdGen.Compiler.Losses;

/// <summary>Scalars by the settings as they are declared; a run may change those, so only what is right for all of them may be decided by it.</summary>
internal static class Declared
{
    /// <summary>The value; null where it depends on the data.</summary>
    public static double? Value(GraphBuilder graph, int index) => graph.Facts.Declared.Of(graph, index, Find);

    private static double? Find(GraphBuilder graph, int index) => graph[index] switch
    {
        Node.Number number => number.Value,
        Node.Setting setting => setting.Declared,
        Node.Unary { Op: UnaryOp.Negate } unary => -Value(graph, unary.Operand),
        Node.Unary { Op: UnaryOp.Reciprocal } unary => 1 / Value(graph, unary.Operand),
        Node.Binary { Op: BinaryOp.Add } binary => Value(graph, binary.Left) + Value(graph, binary.Right),
        Node.Binary { Op: BinaryOp.Subtract } binary => Value(graph, binary.Left) - Value(graph, binary.Right),
        Node.Binary { Op: BinaryOp.Multiply } binary => Value(graph, binary.Left) * Value(graph, binary.Right),
        Node.Binary { Op: BinaryOp.Divide } binary => Value(graph, binary.Left) / Value(graph, binary.Right),
        _ => null,
    };
}
