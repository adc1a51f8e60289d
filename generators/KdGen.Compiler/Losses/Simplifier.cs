using System;
using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// Says the same in a simpler way. Every rule holds for all values that mathematics allows; none makes a sum of exponentials or a difference from a maximum less exact.
/// A literal 0 times anything is 0.
/// </summary>
internal static class Simplifier
{
    /// <summary>A sum with more addends has those of many formulas, or of one that was multiplied out: nothing is looked for in it.</summary>
    private const int MostAddends = 256;

    /// <summary>The index of a simpler value; null where <paramref name="node"/> is simple already. Its operands are.</summary>
    public static int? Simplify(GraphBuilder graph, Node node) => node switch
    {
        Node.Unary unary => Unary(graph, unary.Op, unary.Operand),
        Node.Binary binary => Binary(graph, binary.Op, binary.Left, binary.Right),
        Node.Masked masked => Masked(graph, masked),
        Node.Select select => Select(graph, select),
        Node.Detach detach => graph.Learns(detach.Operand) ? null : detach.Operand,
        Node.Reduce reduce => RowSimplifier.Reduce(graph, reduce),
        Node.At at => RowSimplifier.At(graph, at),
        Node.ArgMax argMax => RowSimplifier.Ranked(graph, argMax.Operand) is { } ranked ? graph.Add(new Node.ArgMax(ranked)) : null,
        Node.IsTop isTop => RowSimplifier.Ranked(graph, isTop.Operand) is { } ranked ? graph.Add(new Node.IsTop(ranked, isTop.Count)) : null,
        Node.Permuted permuted => RowSimplifier.Permuted(graph, permuted),
        Node.Softmax or Node.LogSoftmax or Node.LogSumExp => RowSimplifier.OverOneValue(graph, node),
        _ => null,
    };

    private static int? Unary(GraphBuilder graph, UnaryOp op, int operand)
    {
        Node node = graph[operand];
        if (node is Node.Number number && Value(op, number.Value) is { } value)
        {
            return graph.Number(value);
        }

        switch (op)
        {
            case UnaryOp.Negate:
                Factors factors = Factors.Of(graph, operand);
                int negated = (factors with { Number = -factors.Number }).Build(graph);
                return graph[negated] == new Node.Unary(op, operand) ? null : negated;
            case UnaryOp.Exp when node is Node.LogSoftmax softmax:
                return graph.Add(new Node.Softmax(softmax.Operand));
            case UnaryOp.Exp when IsLeftOut(graph, operand):
                return graph.Number(0);
            case UnaryOp.Log when node is Node.Softmax softmax:
                return graph.Add(new Node.LogSoftmax(softmax.Operand));
            case UnaryOp.Log when node is Node.Unary { Op: UnaryOp.Exp } exp:
                return exp.Operand;
            case UnaryOp.Abs when Signs.IsNotNegative(graph, operand):
                return operand;
            case UnaryOp.Reciprocal when node is Node.Unary { Op: UnaryOp.Reciprocal } reciprocal:
                return reciprocal.Operand;
            case UnaryOp.Reciprocal when node is Node.Binary { Op: BinaryOp.Divide } quotient:
                return graph.Quotient(quotient.Right, quotient.Left);
            default:
                return null;
        }
    }

    /// <summary>The logit of a class that is left out, less the maximum of the others; where there are no others, what is multiplied by this is 0.</summary>
    private static bool IsLeftOut(GraphBuilder graph, int operand)
        => !graph.IsOfClasses(operand) && graph[operand] switch
        {
            Node.Binary { Op: BinaryOp.Multiply } product => (IsLeftOut(graph, product.Left) && Signs.IsNotNegative(graph, product.Right)) || (IsLeftOut(graph, product.Right) && Signs.IsNotNegative(graph, product.Left)),
            Node.Binary { Op: BinaryOp.Subtract } shifted => graph[shifted.Left] is Node.Number { Value: <= LossMath.Never } && LinearForm.IsShifted(graph, shifted),
            _ => false,
        };

    private static int? Binary(GraphBuilder graph, BinaryOp op, int left, int right)
    {
        if (graph[left] is Node.Number a && graph[right] is Node.Number b)
        {
            return graph.Number(Value(op, a.Value, b.Value));
        }

        switch (op)
        {
            case BinaryOp.Add:
                return Add(graph, left, right);
            case BinaryOp.Subtract:
                return Subtract(graph, left, right);
            case BinaryOp.Multiply:
                int product = Factors.Multiply(graph, left, right);
                return graph[product] == new Node.Binary(op, left, right) ? null : product;
            case BinaryOp.Divide:
                return Divide(graph, left, right);
            case BinaryOp.Maximum or BinaryOp.Minimum when left == right:
                return left;
            case BinaryOp.Power when graph[right] is Node.Number { Value: 1 }:
                return left;
            case BinaryOp.Power when graph[right] is Node.Number { Value: 2 }:
                return graph.Product(left, left);
            case BinaryOp.Power when graph[right] is Node.Number { Value: 0 }:
                return graph.Number(1);
            default:
                return null;
        }
    }

    private static int? Add(GraphBuilder graph, int left, int right)
    {
        if (IsNumber(graph, left, 0))
        {
            return right;
        }

        if (IsNumber(graph, right, 0))
        {
            return left;
        }

        if (Collected(graph, left, right, 1) is { } collected)
        {
            return collected;
        }

        if (IsNegative(graph, right))
        {
            return graph.Difference(left, graph.Negate(right));
        }

        return IsNegative(graph, left) && !IsNumber(graph, left) ? graph.Difference(right, graph.Negate(left)) : null;
    }

    private static int? Subtract(GraphBuilder graph, int left, int right)
    {
        if (IsNumber(graph, left, 0))
        {
            return graph.Negate(right);
        }

        if (IsNumber(graph, right, 0))
        {
            return left;
        }

        return Collected(graph, left, right, -1) ?? (IsNegative(graph, right) ? graph.Sum(left, graph.Negate(right)) : null);
    }

    private static int? Divide(GraphBuilder graph, int left, int right)
    {
        if (IsNumber(graph, left, 0) || IsNumber(graph, right, 1))
        {
            return left;
        }

        if (left == right)
        {
            return graph.Number(1);
        }

        if (IsNumber(graph, left, 1))
        {
            return graph.Reciprocal(right);
        }

        if (graph[right] is Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } && graph.IsOfClasses(left) && Multiple(graph, left, right) is { } multiple)
        {
            return multiple;
        }

        if (graph.IsOfClasses(right) && Factors.Of(graph, left) is { Class: { } numerator } factors && numerator != left)
        {
            return graph.Product(factors.Low.Build(graph), graph.Quotient(numerator, right));
        }

        return null;
    }

    /// <summary>(a x + b y) / (c x + d y) where a/c is b/d: the derivative of a logarithm of a mixture comes to that.</summary>
    private static int? Multiple(GraphBuilder graph, int left, int right)
    {
        LinearForm above = LinearForm.Of(graph, left), below = LinearForm.Of(graph, right);
        if (above.Parts.Count != below.Parts.Count || !IsNumber(graph, above.Addend, 0) || !IsNumber(graph, below.Addend, 0))
        {
            return null;
        }

        int? multiple = null;
        foreach ((int factor, int value) in above.Parts)
        {
            (int Factor, int Value)? same = below.Parts.Where(part => part.Value == value).Cast<(int, int)?>().FirstOrDefault();
            if (same is null || Factors.Of(graph, same.Value.Factor) is not { Scalar: null, Row: null } number)
            {
                return null;
            }

            Factors ratio = Factors.Of(graph, factor);
            int own = (ratio with { Number = ratio.Number / number.Number }).Build(graph);
            if (multiple is { } other && other != own && !IsSame(graph, other, own))
            {
                return null;
            }

            multiple ??= own;
        }

        return multiple;
    }

    /// <summary>Equal but for the rounding of their numbers.</summary>
    private static bool IsSame(GraphBuilder graph, int left, int right)
    {
        Factors a = Factors.Of(graph, left), b = Factors.Of(graph, right);
        return (a with { Number = 1 }) == (b with { Number = 1 }) && Math.Abs(a.Number - b.Number) <= 1e-14 * Math.Abs(a.Number);
    }

    private static int? Masked(GraphBuilder graph, Node.Masked masked)
    {
        if (graph[masked.Where] is Node.Number where)
        {
            return where.Value == 0 ? graph.Number(0) : masked.Operand;
        }

        if (IsNumber(graph, masked.Operand, 0))
        {
            return masked.Operand;
        }

        if (graph[masked.Operand] is Node.Masked inner && inner.Where == masked.Where)
        {
            return masked.Operand;
        }

        // c w is 0 where w is.
        Factors operand = Factors.Of(graph, masked.Operand), factor = Factors.Of(graph, masked.Where);
        if ((operand.Class is { } x && x == factor.Class) || HasFactor(graph, masked.Operand, masked.Where))
        {
            return masked.Operand;
        }

        return factor.Class is { } w && w != masked.Where && Signs.IsPositive(graph, factor.Low.Build(graph))
            ? graph.Add(new Node.Masked(masked.Operand, w))
            : null;
    }

    private static int? Select(GraphBuilder graph, Node.Select select)
    {
        if (graph[select.Condition] is Node.Number condition)
        {
            return condition.Value != 0 ? select.WhereTrue : select.WhereFalse;
        }

        if (select.WhereTrue == select.WhereFalse)
        {
            return select.WhereTrue;
        }

        return IsNumber(graph, select.WhereFalse, 0) ? graph.Add(new Node.Masked(select.WhereTrue, select.Condition)) : null;
    }

    private static bool HasFactor(GraphBuilder graph, int product, int factor)
        => product == factor
            || (graph[product] is Node.Binary { Op: BinaryOp.Multiply } binary
                && (HasFactor(graph, binary.Left, factor) || (binary.Right != binary.Left && HasFactor(graph, binary.Right, factor))));

    /// <summary>a x + b x is (a + b) x, for values of the classes, or with numbers a and b.</summary>
    private static int? Collected(GraphBuilder graph, int left, int right, double sign)
    {
        Factors a = Factors.Of(graph, left), b = Factors.Of(graph, right);
        b = b with { Number = sign * b.Number };
        if (IsNumber(graph, left) || IsNumber(graph, right))
        {
            return null;
        }

        if ((a with { Number = 1 }) == (b with { Number = 1 }))
        {
            return (a with { Number = a.Number + b.Number }).Build(graph);
        }

        if (a.Class is { } x && x == b.Class)
        {
            return graph.Product(graph.Sum(a.Low.Build(graph), b.Low.Build(graph)), x);
        }

        return graph.IsOfClasses(left) || graph.IsOfClasses(right) ? null : Cancelled(graph, left, right, sign);
    }

    /// <summary>A sum of scalars and values of the row, where addends of the one are addends of the other: (x + a) - a is x. A difference from a maximum is one addend.</summary>
    private static int? Cancelled(GraphBuilder graph, int left, int right, double sign)
    {
        List<Factors> addends = [];
        Dictionary<Factors, int> places = [];
        bool isCancelled = false;
        Collect(left, 1);
        Collect(right, sign);
        if (!isCancelled || addends.Count > MostAddends)
        {
            return null;
        }

        return addends.Where(static addend => addend.Number != 0).Select(addend => addend.Build(graph))
            .Aggregate((int?)null, (sum, addend) => sum is { } before ? graph.Sum(before, addend) : addend) ?? graph.Number(0);

        void Collect(int index, double factor)
        {
            if (addends.Count > MostAddends)
            {
                return;
            }

            if (graph[index] is Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } sum && !LinearForm.IsShifted(graph, sum))
            {
                Collect(sum.Left, factor);
                Collect(sum.Right, sum.Op == BinaryOp.Add ? factor : -factor);
                return;
            }

            if (Distributed(graph, index) is { } both)
            {
                Collect(both.Left, factor);
                Collect(both.Right, both.Op == BinaryOp.Add ? factor : -factor);
                return;
            }

            Factors addend = Factors.Of(graph, index);
            addend = addend with { Number = factor * addend.Number };
            if (!places.TryGetValue(addend with { Number = 1 }, out int place))
            {
                places.Add(addend with { Number = 1 }, addends.Count);
                addends.Add(addend);
                return;
            }

            isCancelled = true;
            addends[place] = addend with { Number = addend.Number + addends[place].Number };
        }
    }

    /// <summary>a (x + y) as a x + a y; null for other products.</summary>
    private static Node.Binary? Distributed(GraphBuilder graph, int index)
    {
        if (graph[index] is not Node.Binary { Op: BinaryOp.Multiply } product)
        {
            return null;
        }

        foreach ((int one, int other) in new[] { (product.Left, product.Right), (product.Right, product.Left) })
        {
            Node.Binary? sum = graph[one] is Node.Binary { Op: BinaryOp.Add or BinaryOp.Subtract } factor && !LinearForm.IsShifted(graph, factor) ? factor : Distributed(graph, one);
            if (sum is not null)
            {
                return new(sum.Op, graph.Product(sum.Left, other), graph.Product(sum.Right, other));
            }
        }

        return null;
    }

    private static bool IsNegative(GraphBuilder graph, int index) => Factors.Of(graph, index).Number < 0;

    private static bool IsNumber(GraphBuilder graph, int index) => graph[index] is Node.Number;

    private static bool IsNumber(GraphBuilder graph, int index, double value) => graph[index] is Node.Number number && number.Value == value;

    private static double? Value(UnaryOp op, double x) => op switch
    {
        UnaryOp.Negate => -x,
        UnaryOp.Exp => Math.Exp(x),
        UnaryOp.Log => Math.Log(x),
        UnaryOp.Sqrt => Math.Sqrt(Math.Max(x, 1e-30)),
        UnaryOp.Abs => Math.Abs(x),
        UnaryOp.Sign => Math.Sign(x),
        UnaryOp.Reciprocal => 1 / x,
        _ => null,
    };

    private static double Value(BinaryOp op, double x, double y) => op switch
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
        BinaryOp.LogNearOne => Math.Log(x) + (y - (x - 1)) / Math.Max(x, 1),
        _ => throw new InvalidOperationException($"{op} has no value"),
    };
}
