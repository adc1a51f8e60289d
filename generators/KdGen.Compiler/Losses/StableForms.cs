using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// Says softmax, log-softmax and log-sum-exp by maximum, difference, exponential, sum and logarithm: the maximum is subtracted first and the difference scaled (by 1/T)
/// then, so that logits of 10,000 lose nothing; the maximum of the logits serves all temperatures. Sums over classes are taken apart where that spares a further sweep.
/// </summary>
internal sealed class StableForms
{
    private readonly GraphBuilder from;
    private readonly Dictionary<int, int> lowered = [];

    private StableForms(GraphBuilder from) => this.from = from;

    private GraphBuilder Into { get; } = new();

    /// <summary>A new graph with the given values of <paramref name="from"/> in such forms, and where they stand in it. Nothing is detached there: it is for values and gradients that are made.</summary>
    public static (GraphBuilder Graph, IReadOnlyList<int> Values) Lower(GraphBuilder from, IEnumerable<int> values)
    {
        StableForms forms = new(from);
        return (forms.Into, values.Select(forms.Of).ToList());
    }

    private int Of(int index)
    {
        if (!lowered.TryGetValue(index, out int result))
        {
            result = Make(from[index]);
            lowered.Add(index, result);
        }

        return result;
    }

    private int Make(Node node)
    {
        switch (node)
        {
            case Node.Detach detach:
                return Of(detach.Operand);
            case Node.Softmax softmax:
                Exponentials exponentials = new(Into, Of(softmax.Operand));
                return Into.Product(Into.Reciprocal(exponentials.Sum), exponentials.Exp);
            case Node.LogSoftmax softmax:
                exponentials = new(Into, Of(softmax.Operand));
                return Into.Difference(exponentials.Argument, Into.Add(new Node.Unary(UnaryOp.Log, exponentials.Sum)));
            case Node.LogSumExp logSum:
                exponentials = new(Into, Of(logSum.Operand));
                return Into.Sum(exponentials.Max, Into.Add(new Node.Unary(UnaryOp.Log, exponentials.Sum)));
            case Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Class } sum:
                return SumOf(Of(sum.Operand));
            default:
                return Into.Add(node.WithOperands(Of));
        }
    }

    /// <summary>What is the same for the row is summed by counting; sums that are there already are used.</summary>
    private int SumOf(int operand)
    {
        LinearForm form = LinearForm.Of(Into, operand);
        int sum = Into.Product(Into.Add(new Node.ClassCount()), form.Addend);
        List<(int Factor, int Value)> open = [];
        foreach ((int factor, int value) in form.Parts)
        {
            if (Into.Contains(new Node.Reduce(ReduceOp.Sum, Axes.Class, value)) || Into[value] is Node.IsClass)
            {
                sum = Into.Sum(sum, Into.Product(factor, Into.SumOver(Axes.Class, value)));
            }
            else
            {
                open.Add((factor, value));
            }
        }

        (int common, int values) = form.Common(open);
        return Into.Sum(Into.Product(common, Into.SumOver(Axes.Class, values)), sum);
    }

    /// <summary>The exponentials of a row and what belongs to them.</summary>
    private readonly struct Exponentials
    {
        public Exponentials(GraphBuilder graph, int row)
        {
            (int scale, int values, int shift) = Scaled(graph, row);
            int max = graph.Add(new Node.Reduce(ReduceOp.Max, Axes.Class, values));
            Argument = graph.Product(scale, graph.Difference(values, max));
            Exp = graph.Add(new Node.Unary(UnaryOp.Exp, Argument));
            Sum = graph.SumOver(Axes.Class, Exp);
            Max = graph.Sum(graph.Product(scale, max), shift);
        }

        public int Argument { get; }

        public int Exp { get; }

        public int Sum { get; }

        /// <summary>The largest value of the row, scaled.</summary>
        public int Max { get; }

        /// <summary>row = scale * values + shift, with a scale of the row that is not negative.</summary>
        private static (int Scale, int Values, int Shift) Scaled(GraphBuilder graph, int row)
        {
            if (graph[row] is Node.Select { } select && graph[select.WhereTrue] is Node.Number { Value: <= LossMath.Never } && graph.IsOfClasses(select.WhereFalse))
            {
                // Classes that are left out stay so, whatever the scale.
                (int scale, int values, int shift) = Scaled(graph, select.WhereFalse);
                return (scale, graph.Add(new Node.Select(select.Condition, select.WhereTrue, values)), shift);
            }

            LinearForm form = LinearForm.Of(graph, row);
            (int common, int sum) = form.Common();
            return graph.IsOfClasses(sum) && Signs.IsNotNegative(graph, common) ? (common, sum, form.Addend) : (graph.Number(1), row, graph.Number(0));
        }
    }
}
