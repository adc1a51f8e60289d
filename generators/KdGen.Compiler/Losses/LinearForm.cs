using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// A value of the classes as a sum: values of the classes, each times one factor for the whole row, and one addend for the whole row. A difference of logits from the row's
/// maximum or mean is one value and never taken apart: it is exact where logits are large.
/// </summary>
internal sealed class LinearForm
{
    private readonly GraphBuilder graph;
    private readonly List<(int Factor, int Value)> parts = [];

    /// <summary>The value of the classes that this one is multiplied by; null for none.</summary>
    private readonly int? weight;
    private int addend;

    private LinearForm(GraphBuilder graph, int? weight)
    {
        this.graph = graph;
        this.weight = weight;
        addend = graph.Number(0);
    }

    /// <summary>The values, no two equal, in the order in which they were met.</summary>
    public IReadOnlyList<(int Factor, int Value)> Parts => parts;

    /// <summary>What is added to all classes of the row.</summary>
    public int Addend => addend;

    /// <summary>A difference from a maximum, a mean or one of the row's own values.</summary>
    public static bool IsShifted(GraphBuilder graph, Node.Binary difference)
        => difference.Op == BinaryOp.Subtract && (graph[difference.Right] is Node.Reduce { Op: ReduceOp.Max } or Node.Binary { Op: BinaryOp.Maximum } or Node.At or Node.Detach || IsCentred(graph, difference));

    /// <summary>Logits less a value of the row, such as their mean.</summary>
    private static bool IsCentred(GraphBuilder graph, Node.Binary difference)
        => graph[difference.Left] is Node.StudentLogits or Node.TeacherLogits && !graph.IsOfClasses(difference.Right) && graph.AxesOf(difference.Right) != Axes.None;

    public static LinearForm Of(GraphBuilder graph, int index) => Of(graph, index, null);

    private static LinearForm Of(GraphBuilder graph, int index, int? weight) => graph.Facts.LinearForms.Of(graph, (index, weight), Find);

    private static LinearForm Find(GraphBuilder graph, (int Value, int? Weight) key)
    {
        LinearForm form = new(graph, key.Weight);
        form.Add(graph.Number(1), key.Value);
        form.parts.RemoveAll(part => graph[part.Factor] is Node.Number { Value: 0 });
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
            case Node.Binary { Op: BinaryOp.Subtract } difference when !IsShifted(graph, difference):
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
            case Node.Masked masked when IsZeroWith(masked):
                AddWhere(factor, masked);
                break;
            case Node.Select { WhereTrue: var zero } select when graph[zero] is Node.Number { Value: 0 } && graph[select.Condition] is Node.IsClass isClass:
                AddOthers(factor, select, isClass);
                break;
            default:
                AddPart(factor, index);
                break;
        }
    }

    private void AddProduct(int factor, Node.Binary product)
    {
        foreach ((int left, int right) in new[] { (product.Left, product.Right), (product.Right, product.Left) })
        {
            // (x + k) y, with k at one class only, is x y there and k y at that class.
            LinearForm sum = Of(graph, left);
            if (sum.parts.Count > 1 && sum.parts.Any(part => graph[part.Value] is Node.IsClass))
            {
                foreach ((int own, int value) in sum.parts)
                {
                    Add(graph.Product(factor, own), graph.Product(value, right));
                }

                Add(graph.Product(factor, sum.addend), right);
                return;
            }
        }

        foreach ((int left, int right) in new[] { (product.Left, product.Right), (product.Right, product.Left) })
        {
            // w (x + r), r of the row, is w x + r w.
            LinearForm form = Of(graph, right, left);
            if (form.parts.Count == 1 && form.parts[0].Value == right && form.IsPure)
            {
                continue;
            }

            (int common, int value) = form.Common();
            AddPart(graph.Product(factor, common), graph.Product(left, value));
            if (!form.IsPure)
            {
                Add(graph.Product(factor, form.addend), left);
            }

            return;
        }

        AddPart(factor, graph.Add(product));
    }

    /// <summary>Where the weight is 0 a mask changes nothing of what is finite: only the values keep it.</summary>
    private void AddWhere(int factor, Node.Masked masked)
    {
        LinearForm form = Of(graph, masked.Operand, weight);
        (int common, int value) = form.Common();
        AddPart(graph.Product(factor, common), graph.Add(new Node.Masked(value, Factors.Of(graph, weight!.Value).Class!.Value)));
        addend = graph.Sum(addend, graph.Product(factor, form.addend));
    }

    /// <summary>Where the mask is 0 so is the weight, and what is masked counts for nothing: the mask is the same, or what that is for all classes but one.</summary>
    private bool IsZeroWith(Node.Masked masked)
    {
        if (weight is null || Factors.Of(graph, weight.Value).Class is not { } own || Factors.Of(graph, masked.Where).Class is not { } other)
        {
            return false;
        }

        if (own == other)
        {
            return true;
        }

        LinearForm form = Of(graph, other);
        return form.IsPure && form.parts.Any(part => part.Value == own && (Signs.IsPositive(graph, part.Factor) || (Signs.IsShare(graph, part.Factor) && Signs.HasNoPole(graph, masked.Operand))))
            && form.parts.All(part => part.Value == own || (graph[part.Value] is Node.IsClass isClass && Vanishes(own, isClass)));
    }

    /// <summary>All classes but one: what is 0 at that class needs no choice.</summary>
    private void AddOthers(int factor, Node.Select select, Node.IsClass isClass)
    {
        LinearForm form = Of(graph, select.WhereFalse, weight);
        foreach ((int own, int value) in form.parts)
        {
            int others = Vanishes(value, isClass) ? value : graph.Add(new Node.Select(select.Condition, select.WhereTrue, value));
            AddPart(graph.Product(factor, own), others);
        }

        if (!form.IsPure)
        {
            int same = graph.Product(factor, form.addend);
            addend = graph.Sum(addend, same);
            AddPart(graph.Negate(same), select.Condition);
        }
    }

    /// <summary>The value is 0 at the class: it has the exponential of a logit that is left out there as a factor.</summary>
    private bool Vanishes(int index, Node.IsClass isClass)
    {
        return graph[index] switch
        {
            Node.Unary { Op: UnaryOp.Exp } exp => IsLeftOut(exp.Operand),
            Node.PowerOfExp power => IsLeftOut(power.Argument),
            Node.Binary { Op: BinaryOp.Multiply } product => Vanishes(product.Left, isClass) || Vanishes(product.Right, isClass),
            _ => false,
        };

        bool IsLeftOut(int argument)
            => Factors.Of(graph, argument).Class is { } values && graph[values] is Node.Binary { Op: BinaryOp.Subtract } shifted
                && graph[shifted.Left] is Node.Select select && graph[select.Condition].Equals(isClass) && graph[select.WhereTrue] is Node.Number { Value: <= LossMath.Never };
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
}
