using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// A value of the classes as a sum: values of the classes, each times one factor for the whole row, and one addend for the whole row. A difference from the row's maximum
/// is one value and never taken apart: it is exact where logits are large.
/// </summary>
internal sealed class LinearForm
{
    private readonly GraphBuilder graph;
    private readonly List<(int Factor, int Value)> parts = [];
    private int addend;

    private LinearForm(GraphBuilder graph)
    {
        this.graph = graph;
        addend = graph.Number(0);
    }

    /// <summary>The values, no two equal, in the order in which they were met.</summary>
    public IReadOnlyList<(int Factor, int Value)> Parts => parts;

    /// <summary>What is added to all classes of the row.</summary>
    public int Addend => addend;

    public static LinearForm Of(GraphBuilder graph, int index)
    {
        LinearForm form = new(graph);
        form.Add(graph.Number(1), index);
        return form;
    }

    /// <summary>The sum of the values alone, as one factor for the row times the rest: 1 where they have none in common.</summary>
    public (int Factor, int Value) Common() => Common(parts);

    public (int Factor, int Value) Common(IReadOnlyList<(int Factor, int Value)> values)
    {
        if (values.Count == 0)
        {
            return (graph.Number(1), graph.Number(0));
        }

        // A positive number first: what follows is subtracted or added.
        List<(Factors Factor, int Value)> ordered = values.Select(part => (Factors.Of(graph, part.Factor), part.Value)).OrderBy(static part => part.Item1.Number < 0).ToList();
        Factors first = ordered[0].Factor;
        bool isCommon = ordered.All(part => (part.Factor with { Number = first.Number }) == first);
        int sum = graph.Number(0);
        foreach ((Factors factor, int value) in ordered)
        {
            int own = isCommon ? graph.Number(factor.Number / first.Number) : factor.Build(graph);
            sum = graph.Sum(sum, graph.Product(own, value));
        }

        return (isCommon ? first.Build(graph) : graph.Number(1), sum);
    }

    private void Add(int factor, int index)
    {
        if (!graph.IsOfClasses(index))
        {
            addend = graph.Sum(addend, graph.Product(factor, index));
            return;
        }

        switch (graph[index])
        {
            case Node.Unary { Op: UnaryOp.Negate } unary:
                Add(graph.Negate(factor), unary.Operand);
                break;
            case Node.Binary { Op: BinaryOp.Add } sum:
                Add(factor, sum.Left);
                Add(factor, sum.Right);
                break;
            case Node.Binary { Op: BinaryOp.Subtract } difference when !IsShifted(difference):
                Add(factor, difference.Left);
                Add(graph.Negate(factor), difference.Right);
                break;
            case Node.Binary { Op: BinaryOp.Divide } quotient when !graph.IsOfClasses(quotient.Right):
                Add(graph.Product(factor, graph.Reciprocal(quotient.Right)), quotient.Left);
                break;
            case Node.Binary { Op: BinaryOp.Multiply } product when !graph.IsOfClasses(product.Left):
                Add(graph.Product(factor, product.Left), product.Right);
                break;
            case Node.Binary { Op: BinaryOp.Multiply } product:
                AddProduct(factor, product);
                break;
            default:
                AddPart(factor, index);
                break;
        }
    }

    /// <summary>w (x + r), r of the row, is w x + r w; that holds too where x counts only where w is not 0.</summary>
    private void AddProduct(int factor, Node.Binary product)
    {
        foreach ((int weight, int other) in new[] { (product.Left, product.Right), (product.Right, product.Left) })
        {
            int? where = graph[other] is Node.Masked masked && Factors.Of(graph, masked.Where).Class == Factors.Of(graph, weight).Class ? masked.Where : null;
            LinearForm form = Of(graph, where is null ? other : ((Node.Masked)graph[other]).Operand);
            if (form.parts.Count == 1 && form.parts[0].Value == other && form.IsPure)
            {
                continue;
            }

            (int common, int value) = form.Common();
            int values = graph.Product(weight, where is { } place ? graph.Add(new Node.Masked(value, place)) : value);
            AddPart(graph.Product(factor, common), values);
            if (!form.IsPure)
            {
                Add(graph.Product(factor, form.addend), weight);
            }

            return;
        }

        AddPart(factor, graph.Add(product));
    }

    private void AddPart(int factor, int value)
    {
        // A product may have turned out simpler than its factors.
        Factors factors = Factors.Of(graph, value);
        if (factors.Class is not { } own)
        {
            addend = graph.Sum(addend, graph.Product(factor, value));
            return;
        }

        factor = graph.Product(factor, factors.Low.Build(graph));
        int place = parts.FindIndex(part => part.Value == own);
        if (place < 0)
        {
            parts.Add((factor, own));
        }
        else
        {
            parts[place] = (graph.Sum(parts[place].Factor, factor), own);
        }
    }

    private bool IsPure => graph[addend] is Node.Number { Value: 0 };

    private bool IsShifted(Node.Binary difference)
    {
        int values = graph[difference.Left] is Node.Permuted permuted ? permuted.Operand : difference.Left;
        return graph[difference.Right] is Node.Reduce { Op: ReduceOp.Max } max && max.Operand == values;
    }
}
