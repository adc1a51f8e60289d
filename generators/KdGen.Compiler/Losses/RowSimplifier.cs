using System;

namespace KdGen.Compiler.Losses;

/// <summary>The rules of <see cref="Simplifier"/> for what goes over the classes of a row.</summary>
internal static class RowSimplifier
{
    public static int? Reduce(GraphBuilder graph, Node.Reduce reduce) => (reduce.Op, reduce.Axis) switch
    {
        (ReduceOp.Sum, Axes.Class) => SumOfClasses(graph, reduce.Operand),
        (ReduceOp.Max, Axes.Class) => MaxOfClasses(graph, reduce.Operand),
        (ReduceOp.Sum, Axes.Batch) => SumOfRows(graph, reduce.Operand),
        (ReduceOp.Sum, Axes.Both) => graph.SumOver(Axes.Batch, graph.SumOver(Axes.Class, reduce.Operand)),
        _ => null,
    };

    public static int? At(GraphBuilder graph, Node.At at)
    {
        int operand = at.Operand;
        if (!graph.IsOfClasses(operand))
        {
            return operand;
        }

        int Here(int part) => graph.IsOfClasses(part) ? graph.Add(new Node.At(part, at.Class)) : part;
        return graph[operand] switch
        {
            Node.IsClass isClass => isClass.Class == at.Class ? graph.Number(1) : graph.Add(new Node.Binary(BinaryOp.Equal, isClass.Class, at.Class)),
            Node.Permuted permuted when permuted.Fixed == at.Class => Here(permuted.Operand),
            Node.IsTop { Count: > 0 } isTop when graph[at.Class] is Node.ArgMax argMax && argMax.Operand == isTop.Operand => graph.Number(1),
            Node.Unary or Node.Binary or Node.Masked or Node.Select or Node.Detach or Node.PowerOfExp => graph.Add(graph[operand].WithOperands(Here)),
            _ => null,
        };
    }

    /// <summary>What has its largest values where <paramref name="operand"/> has: softmax, a factor above 0 and an addend of the row change no order.</summary>
    public static int? Ranked(GraphBuilder graph, int operand)
    {
        int ranked = operand;
        while (Step(graph, ranked) is { } next)
        {
            ranked = next;
        }

        return ranked == operand ? null : ranked;

        static int? Step(GraphBuilder graph, int index) => graph[index] switch
        {
            Node.Softmax softmax => softmax.Operand,
            Node.LogSoftmax softmax => softmax.Operand,
            Node.Detach detach => detach.Operand,
            Node.Unary { Op: UnaryOp.Exp or UnaryOp.Log } unary => unary.Operand,
            Node.Binary { Op: BinaryOp.Multiply } product when !graph.IsOfClasses(product.Left) && Signs.IsNotNegative(graph, product.Left) => product.Right,
            Node.Binary { Op: BinaryOp.Divide } quotient when !graph.IsOfClasses(quotient.Right) && Signs.IsNotNegative(graph, quotient.Right) => quotient.Left,
            Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } sum when !graph.IsOfClasses(sum.Right) => sum.Left,
            Node.Binary { Op: BinaryOp.Add } sum when !graph.IsOfClasses(sum.Left) => sum.Right,
            _ => null,
        };
    }

    /// <summary>The values in another order: what is done to each of them can be done after it.</summary>
    public static int? Permuted(GraphBuilder graph, Node.Permuted permuted)
    {
        int Moved(int part) => graph.IsOfClasses(part) ? graph.Add(new Node.Permuted(part, permuted.Fixed)) : part;
        return graph[permuted.Operand] switch
        {
            Node.Number => permuted.Operand,
            Node.Softmax or Node.LogSoftmax or Node.Unary or Node.Binary => graph.Add(graph[permuted.Operand].WithOperands(Moved)),
            _ => null,
        };
    }

    /// <summary>The softmax of equal values.</summary>
    public static int? OverOneValue(GraphBuilder graph, Node node)
    {
        int operand = node.Operands()[0];
        if (graph.IsOfClasses(operand))
        {
            return null;
        }

        int count = graph.Add(new Node.ClassCount());
        return node switch
        {
            Node.Softmax => graph.Reciprocal(count),
            Node.LogSoftmax => graph.Negate(graph.Add(new Node.Unary(UnaryOp.Log, count))),
            _ => graph.Sum(operand, graph.Add(new Node.Unary(UnaryOp.Log, count))),
        };
    }

    private static int? SumOfClasses(GraphBuilder graph, int operand)
    {
        if (KnownSum(graph, operand) is { } known)
        {
            return known;
        }

        if (Factors.Of(graph, operand) is { Class: { } values } factors && values != operand)
        {
            return graph.Product(factors.Low.Build(graph), graph.SumOver(Axes.Class, values));
        }

        switch (graph[operand])
        {
            case Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } sum when !LinearForm.IsShifted(graph, sum) && (KnownSum(graph, sum.Left) is not null || KnownSum(graph, sum.Right) is not null):
                return graph.Add(new Node.Binary(sum.Op, graph.SumOver(Axes.Class, sum.Left), graph.SumOver(Axes.Class, sum.Right)));
            case Node.Masked masked when !graph.IsOfClasses(masked.Where):
                return graph.Add(new Node.Masked(graph.SumOver(Axes.Class, masked.Operand), masked.Where));
            case Node.Permuted permuted:
                return graph.SumOver(Axes.Class, permuted.Operand);
            case Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Batch } rows:
                return graph.SumOver(Axes.Batch, graph.SumOver(Axes.Class, rows.Operand));
            default:
                return null;
        }
    }

    /// <summary>The sum over the classes, where nothing has to be added up for it.</summary>
    private static int? KnownSum(GraphBuilder graph, int operand) => graph.Facts.SumsOfClasses.Of(graph, operand, FindSum);

    private static int? FindSum(GraphBuilder graph, int operand)
    {
        if (!graph.IsOfClasses(operand))
        {
            return graph.Product(graph.Add(new Node.ClassCount()), operand);
        }

        Factors factors = Factors.Of(graph, operand);
        int? sum = graph[factors.Class ?? operand] switch
        {
            Node.Softmax or Node.IsClass => graph.Number(1),
            Node.IsTop isTop => graph.Add(new Node.Binary(BinaryOp.Minimum, graph.Number(isTop.Count), graph.Add(new Node.ClassCount()))),
            Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } both when KnownSum(graph, both.Left) is { } left && KnownSum(graph, both.Right) is { } right
                => graph.Add(new Node.Binary(both.Op, left, right)),
            _ => null,
        };
        return sum is { } one ? graph.Product(factors.Low.Build(graph), one) : null;
    }

    private static int? MaxOfClasses(GraphBuilder graph, int operand)
    {
        if (!graph.IsOfClasses(operand))
        {
            return operand;
        }

        int Max(int values) => graph.Add(new Node.Reduce(ReduceOp.Max, Axes.Class, values));
        switch (graph[operand])
        {
            case Node.Binary { Op: BinaryOp.Multiply } product when !graph.IsOfClasses(product.Left) && Signs.IsNotNegative(graph, product.Left):
                return graph.Product(product.Left, Max(product.Right));
            case Node.Binary { Op: BinaryOp.Divide } quotient when !graph.IsOfClasses(quotient.Right) && Signs.IsNotNegative(graph, quotient.Right):
                return graph.Quotient(Max(quotient.Left), quotient.Right);
            case Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } sum when !graph.IsOfClasses(sum.Right):
                return graph.Add(new Node.Binary(sum.Op, Max(sum.Left), sum.Right));
            case Node.Binary { Op: BinaryOp.Add } sum when !graph.IsOfClasses(sum.Left):
                return graph.Sum(sum.Left, Max(sum.Right));
            case Node.Unary { Op: UnaryOp.Exp } exp:
                return graph.Add(new Node.Unary(UnaryOp.Exp, Max(exp.Operand)));
            case Node.IsClass:
                return graph.Number(1);
            case Node.Permuted permuted:
                return Max(permuted.Operand);
            default:
                return null;
        }
    }

    private static int? SumOfRows(GraphBuilder graph, int operand)
    {
        Factors factors = Factors.Of(graph, operand);
        if (graph.AxesOf(operand) == Axes.None || (factors.Number == 1 && factors.Scalar is null))
        {
            return null;
        }

        int scalar = (factors with { Row = null, Class = null }).Build(graph);
        return graph.Product(scalar, graph.SumOver(Axes.Batch, (factors with { Number = 1, Scalar = null }).Build(graph)));
    }
}
