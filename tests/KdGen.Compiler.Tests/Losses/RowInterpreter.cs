using Xunit;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Row programs in float64, step by step as they stand: what a step reads must have been computed by one before it.</summary>
internal sealed class RowInterpreter
{
    private readonly RowProgram program;
    private readonly LossInputs inputs;
    private readonly Dictionary<int, double> scalars = [];

    private readonly bool isSingle;

    private RowInterpreter(RowProgram program, LossInputs inputs, bool isSingle)
    {
        this.program = program;
        this.inputs = inputs;
        this.isSingle = isSingle;
    }

    /// <summary>The value of each term, and the gradient of all. Single: values of the classes are rounded to float32, as the emitted forms have them.</summary>
    public static (Dictionary<string, double> Terms, double[,] Gradient) Run(RowProgram program, LossInputs inputs, bool isSingle = false)
    {
        RowInterpreter run = new(program, inputs, isSingle);
        if (program.Prelude is { } prelude)
        {
            run.Compute(prelude.Scalars);
            double[] sums = new double[prelude.Sums.Count];
            for (int row = 0; row < inputs.Rows; row++)
            {
                Row all = new(run, row);
                all.Run(prelude.Rows);
                for (int sum = 0; sum < sums.Length; sum++)
                {
                    sums[sum] += all.OfRow(((Node.Reduce)program.Nodes[prelude.Sums[sum]].Node).Operand);
                }
            }

            for (int sum = 0; sum < sums.Length; sum++)
            {
                run.scalars.Add(prelude.Sums[sum], sums[sum]);
            }
        }

        run.Compute(program.Scalars);
        Dictionary<string, double> terms = program.Values.ToDictionary(value => value.Term, _ => 0.0);
        double[,] gradient = new double[inputs.Rows, inputs.Classes];
        for (int row = 0; row < inputs.Rows; row++)
        {
            Row all = new(run, row);
            all.Run(program.Rows);
            foreach (RowValue value in program.Values)
            {
                terms[value.Term] += all.OfRow(value.Node);
            }

            for (int c = 0; c < inputs.Classes; c++)
            {
                gradient[row, c] = program.Gradient is { } written ? all.OfClass(written, c) : 0;
            }

            foreach (Scatter scatter in program.AtClass)
            {
                gradient[row, (int)all.OfRow(scatter.Class)] += all.OfRow(scatter.Amount);
            }
        }

        return (terms, gradient);
    }

    private void Compute(EquatableArray<int> nodes)
    {
        foreach (int node in nodes)
        {
            scalars[node] = program.Nodes[node].Node is Node.GivenRows given ? inputs.GivenRows ?? Scalar(given.Otherwise) : Arithmetic.Of(program.Nodes[node].Node, Scalar);
        }
    }

    private double Scalar(int index) => scalars.TryGetValue(index, out double value) ? value
        : program.Nodes[index].Node is Node.Number or Node.Setting or Node.ClassCount or Node.RowCount or Node.CountedRows ? inputs.Leaf(program.Nodes[index].Node, 0, 0)
        : throw new InvalidOperationException($"{program.Nodes[index].Name} is not computed: {program.Nodes[index].Node}");

    private sealed class Row(RowInterpreter run, int row)
    {
        private readonly Dictionary<int, double> values = [];
        private readonly Dictionary<int, double[]> kept = [];
        private Dictionary<int, double[]> swept = [];

        public void Run(EquatableArray<RowStep> steps)
        {
            foreach (RowStep step in steps)
            {
                switch (step)
                {
                    case RowStep.Scalars scalars:
                        foreach (int node in scalars.Nodes)
                        {
                            values.Add(node, Compute(run.program.Nodes[node].Node));
                        }

                        break;
                    case RowStep.Sweep sweep:
                        Run(sweep);
                        break;
                    case RowStep.WholeRow whole:
                        kept.Add(whole.Node, WholeRow(run.program.Nodes[whole.Node].Node));
                        break;
                }
            }
        }

        public double OfRow(int index) => values.TryGetValue(index, out double value) ? value
            : run.program.Nodes[index].Node is Node.Label or Node.Counted ? run.inputs.Leaf(run.program.Nodes[index].Node, row, 0)
            : run.Scalar(index);

        public double OfClass(int index, int c) => swept.TryGetValue(index, out double[]? value) || kept.TryGetValue(index, out value) ? value[c] : OfRow(index);

        private void Run(RowStep.Sweep sweep)
        {
            swept = [];
            foreach (int node in sweep.Values)
            {
                Assert.False(kept.ContainsKey(node), $"{run.program.Nodes[node].Name} is kept and computed again");
                double[] value = new double[run.inputs.Classes];
                for (int c = 0; c < value.Length; c++)
                {
                    value[c] = run.program.Nodes[node].Node switch
                    {
                        Node.IsClass isClass => (int)OfRow(isClass.Class) == c ? 1 : 0,
                        Node.StudentLogits or Node.TeacherLogits or Node.Targets or Node.ClassWeights => run.inputs.Leaf(run.program.Nodes[node].Node, row, c),
                        Node.Binary { Op: BinaryOp.Subtract } difference when run.program.Nodes[difference.Left].Node is Node.StudentLogits or Node.TeacherLogits
                            => OfClass(difference.Left, c) - OfClass(difference.Right, c),    // What a double has beyond a float is subtracted too.
                        Node other => Arithmetic.Of(other, operand => Rounded(OfClass(operand, c))),
                    };
                    value[c] = Rounded(value[c]);
                }

                swept.Add(node, value);
            }

            foreach (int node in sweep.Kept)
            {
                kept.Add(node, swept[node]);
            }

            foreach (int node in sweep.Reductions)
            {
                Node.Reduce reduce = (Node.Reduce)run.program.Nodes[node].Node;
                IEnumerable<double> all = Enumerable.Range(0, run.inputs.Classes).Select(c => OfClass(reduce.Operand, c));
                values.Add(node, reduce.Op == ReduceOp.Sum ? all.Sum() : all.Max());
            }
        }

        private double Rounded(double value) => run.isSingle ? (float)value : value;

        private double Compute(Node node) => node switch
        {
            Node.At at => AtClass(at.Operand, (int)OfRow(at.Class)),
            Node.ArgMax argMax => Arithmetic.ArgMax(Logits(argMax.Operand)),
            _ => Arithmetic.Of(node, OfRow),
        };

        private double AtClass(int operand, int c) => kept.TryGetValue(operand, out double[]? buffer) ? buffer[c] : Logits(operand)[c];

        private double[] WholeRow(Node node) => node switch
        {
            Node.IsTop isTop => Arithmetic.IsTop(Logits(isTop.Operand), isTop.Count),
            Node.Permuted permuted => [.. Enumerable.Range(0, run.inputs.Classes).Select(c => Logits(permuted.Operand)[run.inputs.Source(row, (int)OfRow(permuted.Fixed), c)])],
            _ => throw new NotSupportedException(node.GetType().Name),
        };

        private double[] Logits(int index) => run.program.Nodes[index].Node is Node.StudentLogits or Node.TeacherLogits or Node.Targets or Node.ClassWeights
            ? [.. Enumerable.Range(0, run.inputs.Classes).Select(c => run.inputs.Leaf(run.program.Nodes[index].Node, row, c))]
            : throw new InvalidOperationException($"{run.program.Nodes[index].Name} is read at a class and is no input");
    }
}
