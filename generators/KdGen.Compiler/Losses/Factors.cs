using System;
using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// A value as a product of a number, a scalar, a value of the row and a value of the classes, each of them optional. Products are kept in this order, the cheap factors
/// innermost, so that what is the same for a whole row is multiplied once for the row.
/// </summary>
internal readonly record struct Factors(double Number, int? Scalar, int? Row, int? Class)
{
    /// <summary>A product of more values of the row stays as it is: the square of a square is four of them, and so on.</summary>
    private const int MostFactors = 64;

    /// <summary>All but the factor of the classes.</summary>
    public Factors Low => this with { Class = null };

    public static Factors Of(GraphBuilder graph, int index) => graph.Facts.Factors.Of(graph, index, Find);

    private static Factors Find(GraphBuilder graph, int index)
    {
        switch (graph[index])
        {
            case Node.Number number:
                return new(number.Value, null, null, null);
            case Node.Unary { Op: UnaryOp.Negate } unary:
                Factors positive = Of(graph, unary.Operand);
                return positive with { Number = -positive.Number };
            case Node.Binary { Op: BinaryOp.Multiply } binary when Rank(graph, binary.Left) != Rank(graph, binary.Right):
                Factors low = Of(graph, binary.Left), high = Of(graph, binary.Right);
                return new(low.Number * high.Number, low.Scalar ?? high.Scalar, low.Row ?? high.Row, low.Class ?? high.Class);
            default:
                return Rank(graph, index) switch
                {
                    0 => new(1, index, null, null),
                    1 => new(1, null, index, null),
                    _ => new(1, null, null, index),
                };
        }
    }

    /// <summary>The product, made of parts that are simple already.</summary>
    public int Build(GraphBuilder graph)
    {
        if (Number == 0)
        {
            return graph.Number(0);
        }

        int? product = null;
        double number = Number;
        foreach (int? part in new[] { Scalar, Row, Class })
        {
            if (part is not { } factor)
            {
                continue;
            }

            if (product is null)
            {
                product = number switch
                {
                    1 => factor,
                    -1 => Negated(graph, factor),
                    _ => graph.Intern(new Node.Binary(BinaryOp.Multiply, graph.Number(number), factor)),
                };
            }
            else
            {
                product = graph.Intern(new Node.Binary(BinaryOp.Multiply, product.Value, factor));
            }
        }

        return product ?? graph.Number(number);
    }

    /// <summary>The product of two values.</summary>
    public static int Multiply(GraphBuilder graph, int left, int right)
    {
        Factors a = Of(graph, left), b = Of(graph, right);
        Factors product = new(a.Number * b.Number, Join(graph, a.Scalar, b.Scalar), Join(graph, a.Row, b.Row), null);
        if (a.Class is { } x && b.Class is { } y)
        {
            // x at one class only is a value of the row there.
            (int mark, int other) = graph[y] is Node.IsClass ? (y, x) : (x, y);
            if (graph[mark] is Node.IsClass isClass)
            {
                int at = graph.Add(new Node.At(other, isClass.Class));
                return Multiply(graph, Multiply(graph, product.Build(graph), at), mark);
            }
        }

        return (product with { Class = Join(graph, a.Class, b.Class) }).Build(graph);
    }

    /// <summary>Factors of the row are so cheap that they are put in order, and x 1/x is left out.</summary>
    private static int? Join(GraphBuilder graph, int? left, int? right)
    {
        if (left is not { } a || right is not { } b)
        {
            return left ?? right;
        }

        if (graph.IsOfClasses(a))
        {
            return graph.Intern(new Node.Binary(BinaryOp.Multiply, Math.Min(a, b), Math.Max(a, b)));
        }

        List<int> factors = [];
        Collect(a);
        Collect(b);
        if (factors.Count > MostFactors)
        {
            return graph.Intern(new Node.Binary(BinaryOp.Multiply, Math.Min(a, b), Math.Max(a, b)));
        }

        factors.Sort();
        return factors.Count == 0 ? null : factors.Aggregate((product, factor) => graph.Intern(new Node.Binary(BinaryOp.Multiply, product, factor)));

        void Collect(int index)
        {
            if (factors.Count > MostFactors)
            {
                return;
            }

            if (graph[index] is Node.Binary { Op: BinaryOp.Multiply } product)
            {
                Collect(product.Left);
                Collect(product.Right);
            }
            else if (!factors.Remove(graph[index] is Node.Unary { Op: UnaryOp.Reciprocal } one ? one.Operand : graph.Intern(new Node.Unary(UnaryOp.Reciprocal, index))))
            {
                factors.Add(index);
            }
        }
    }

    /// <summary>-(a - b) is b - a; a difference from the row's maximum stays, others read it too.</summary>
    private static int Negated(GraphBuilder graph, int factor)
        => graph[factor] is Node.Binary { Op: BinaryOp.Subtract } difference && Rank(graph, difference.Left) == Rank(graph, difference.Right)
            ? graph.Intern(new Node.Binary(BinaryOp.Subtract, difference.Right, difference.Left))
            : graph.Intern(new Node.Unary(UnaryOp.Negate, factor));

    /// <summary>-1 for numbers, 0 for other scalars, 1 for values of the row, 2 for values of the classes.</summary>
    private static int Rank(GraphBuilder graph, int index) => graph[index] is Node.Number ? -1 : graph.AxesOf(index) switch
    {
        Axes.None => 0,
        Axes.Batch => 1,
        _ => 2,
    };
}
