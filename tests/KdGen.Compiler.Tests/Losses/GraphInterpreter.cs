using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Graphs by the definition of every node, in float64, all values written out over batch and classes. Nothing is shared with the passes.</summary>
internal sealed class GraphInterpreter
{
    private readonly LossInputs inputs;
    private readonly List<double[,]> values = [];

    public GraphInterpreter(IEnumerable<Node> nodes, LossInputs inputs)
    {
        this.inputs = inputs;
        foreach (Node node in nodes)
        {
            values.Add(Evaluate(node));
        }
    }

    public GraphInterpreter(Graph graph, LossInputs inputs)
        : this(graph.Nodes.Select(node => node.Node), inputs)
    {
    }

    public double[,] this[int index] => values[index];

    public double Scalar(int index) => values[index][0, 0];

    /// <summary>The sum over the terms of weight times value.</summary>
    public static double Loss(Graph graph, LossInputs inputs)
    {
        GraphInterpreter all = new(graph, inputs);
        return graph.Terms.Sum(term => all.Scalar(term.Weight) * all.Scalar(term.Value));
    }

    private double[,] Evaluate(Node node) => node switch
    {
        Node.GivenRows given => Each((row, c) => inputs.GivenRows ?? values[given.Otherwise][row, c]),
        Node.Reduce reduce => Reduce(reduce),
        Node.ArgMax argMax => Rows(argMax.Operand, row => Same(Arithmetic.ArgMax(row))),
        Node.At at => Each((row, _) => values[at.Operand][row, (int)values[at.Class][row, 0]]),
        Node.IsClass isClass => Each((row, c) => (int)values[isClass.Class][row, 0] == c ? 1 : 0),
        Node.IsTop isTop => Rows(isTop.Operand, row => Arithmetic.IsTop(row, isTop.Count)),
        Node.Permuted permuted => Each((row, c) => values[permuted.Operand][row, inputs.Source(row, (int)values[permuted.Fixed][row, 0], c)]),
        Node.Softmax softmax => Rows(softmax.Operand, row => [.. LogSoftmax(row).Select(Math.Exp)]),
        Node.LogSoftmax softmax => Rows(softmax.Operand, LogSoftmax),
        Node.LogSumExp sum => Rows(sum.Operand, row => Same(LogSumExp(row))),
        Node.Unary or Node.Binary or Node.Masked or Node.Select or Node.PowerOfExp or Node.Detach
            => Each((row, c) => Arithmetic.Of(node, operand => values[operand][row, c])),
        _ => Each((row, c) => inputs.Leaf(node, row, c)),
    };

    private double[,] Reduce(Node.Reduce reduce)
    {
        double[,] operand = values[reduce.Operand];
        if (reduce.Axis == Axes.Class)
        {
            return Rows(reduce.Operand, row => Same(reduce.Op == ReduceOp.Sum ? row.Sum() : row.Max()));
        }

        return Each((_, c) =>
        {
            IEnumerable<double> all = reduce.Axis switch
            {
                Axes.Batch => Enumerable.Range(0, inputs.Rows).Select(other => operand[other, c]),
                _ => operand.Cast<double>(),
            };
            return reduce.Op == ReduceOp.Sum ? all.Sum() : all.Max();
        });
    }

    private double[,] Each(Func<int, int, double> value)
    {
        double[,] result = new double[inputs.Rows, inputs.Classes];
        for (int row = 0; row < inputs.Rows; row++)
        {
            for (int c = 0; c < inputs.Classes; c++)
            {
                result[row, c] = value(row, c);
            }
        }

        return result;
    }

    private double[,] Rows(int operand, Func<double[], double[]> map)
    {
        double[][] rows = [.. Enumerable.Range(0, inputs.Rows).Select(row => map([.. Enumerable.Range(0, inputs.Classes).Select(c => values[operand][row, c])]))];
        return Each((row, c) => rows[row][c]);
    }

    private double[] Same(double value) => [.. Enumerable.Repeat(value, inputs.Classes)];

    private static double[] LogSoftmax(double[] row)
    {
        double max = row.Max(), log = Math.Log(row.Sum(x => Math.Exp(x - max)));
        return [.. row.Select(x => x - max - log)];
    }

    private static double LogSumExp(double[] row)
    {
        double max = row.Max();
        return max + Math.Log(row.Sum(x => Math.Exp(x - max)));
    }
}
