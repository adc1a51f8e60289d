using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>What a loss is computed from, in float64.</summary>
internal sealed record LossInputs(int Rows, int Classes)
{
    public Dictionary<string, double[,]> Logits { get; init; } = [];

    public int[] Labels { get; init; } = [];

    public bool[] Counted { get; init; } = [];

    public double[,] Targets { get; init; } = new double[0, 0];

    /// <summary>Settings that a run has changed, by name.</summary>
    public Dictionary<string, double> Settings { get; init; } = [];

    /// <summary>Another order for permuted values: from row, fixed class and class to the class that the value comes from.</summary>
    public Func<int, int, int, int>? Order { get; init; }

    /// <summary>What the caller gives for means.</summary>
    public double? GivenRows { get; init; }

    public double CountedRows => GivenRows ?? Math.Max(1, Counted.Count(static counted => counted));

    /// <summary>Random logits, of the size of <paramref name="scale"/>.</summary>
    public static LossInputs Random(int rows, int classes, int seed = 1, double scale = 3)
    {
        Random random = new(seed);
        double[,] Next()
        {
            double[,] values = new double[rows, classes];
            for (int row = 0; row < rows; row++)
            {
                for (int c = 0; c < classes; c++)
                {
                    values[row, c] = (float)(scale * ((2 * random.NextDouble()) - 1));
                }
            }

            return values;
        }

        double[,] targets = Next();
        for (int row = 0; row < rows; row++)
        {
            double sum = Enumerable.Range(0, classes).Sum(c => Math.Abs(targets[row, c]));
            for (int c = 0; c < classes; c++)
            {
                targets[row, c] = Math.Abs(targets[row, c]) / sum;
            }
        }

        return new(rows, classes)
        {
            Logits = new() { ["student"] = Next(), ["studentDist"] = Next(), ["teacher"] = Next(), ["teacher2"] = Next() },
            Labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))],
            Counted = [.. Enumerable.Repeat(true, rows)],
            Targets = targets,
        };
    }

    /// <summary>Inputs at the edge of what numbers can hold, by name.</summary>
    public static IReadOnlyList<(string Name, LossInputs Inputs)> Extremes(int classes)
    {
        LossInputs Changed(double scale, Action<LossInputs> change)
        {
            LossInputs inputs = Random(5, classes, 3, scale);
            change(inputs);
            return inputs;
        }

        void All(double[,] values, Func<int, int, double> value)
        {
            for (int row = 0; row < values.GetLength(0); row++)
            {
                for (int c = 0; c < classes; c++)
                {
                    values[row, c] = value(row, c);
                }
            }
        }

        return
        [
            ("usual", Random(5, classes, 3)),
            ("huge", Random(5, classes, 3, 1e4)),
            ("sure of the label", Changed(1, inputs => All(inputs.Logits["student"], (row, c) => c == inputs.Labels[row] ? 1e4 : -1e4))),
            ("sure of another class", Changed(1, inputs => All(inputs.Logits["student"], (row, c) => c == inputs.Labels[row] ? -1e4 : 1e4))),
            ("teacher is sure", Changed(1, inputs => All(inputs.Logits["teacher"], (row, c) => c == inputs.Labels[row] ? 1e4 : -1e4))),
            ("both are sure", Changed(1, inputs => { All(inputs.Logits["teacher"], (row, c) => c == 0 ? 1e4 : -1e4); All(inputs.Logits["student"], (row, c) => c == 0 ? 1e4 : -1e4); })),
            ("all equal", Changed(1, inputs => { All(inputs.Logits["teacher"], (_, _) => 2); All(inputs.Logits["student"], (_, _) => 2); })),
            ("student is the teacher", Changed(3, inputs => All(inputs.Logits["teacher"], (row, c) => inputs.Logits["student"][row, c]))),
            ("a teacher's class at -inf", Changed(3, inputs => All(inputs.Logits["teacher"], (row, c) => classes > 1 && c == (inputs.Labels[row] + 1) % classes ? double.NegativeInfinity : c))),
            ("the label's at -inf", Changed(3, inputs => All(inputs.Logits["teacher"], (row, c) => classes > 1 && c == inputs.Labels[row] ? double.NegativeInfinity : c))),
            ("some ignored", Changed(3, inputs => inputs.Counted[1] = inputs.Counted[4] = false)),
            ("all ignored", Changed(3, inputs => Array.Fill(inputs.Counted, false))),
        ];
    }

    public double Leaf(Node node, int row, int c) => node switch
    {
        Node.StudentLogits logits => Logits[logits.Variable][row, c],
        Node.TeacherLogits logits => Logits[logits.Variable][row, c],
        Node.Label => Labels[row],
        Node.Counted => Counted[row] ? 1 : 0,
        Node.Targets => Targets[row, c],
        Node.ClassWeights weights => weights.Values[c % weights.Values.Count],
        Node.Number number => number.Value,
        Node.Setting setting => Settings.GetValueOrDefault(setting.Name, setting.Declared),
        Node.ClassCount => Classes,
        Node.RowCount => GivenRows ?? Rows,
        Node.BatchSize => Rows,
        Node.CountedRows => CountedRows,
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    /// <summary>The class that class <paramref name="c"/> takes its value from: the others than the fixed one, turned by one.</summary>
    public int Source(int row, int @fixed, int c)
    {
        if (Order is not null)
        {
            return Order(row, @fixed, c);
        }

        if (c == @fixed || Classes < 3)
        {
            return c;
        }

        int next = (c + 1) % Classes;
        return next == @fixed ? (next + 1) % Classes : next;
    }
}
