namespace KdGen.Compiler.Losses;

/// <summary>Softmax and what belongs to it, said by exponentials that cannot overflow.</summary>
internal sealed record Exponentials(int Softmax, int LogSoftmax, int LogSumExp)
{
    /// <summary>By the maximum of the row.</summary>
    public static Exponentials Of(GraphBuilder graph, Scaled row)
    {
        Others all = new(graph, row);
        return new(
            graph.Product(graph.Reciprocal(all.Sum), all.Exp),
            graph.Difference(graph.Product(row.Scale, graph.Difference(all.Values, all.Max)), all.LogOfSum),
            graph.Sum(all.LogSumExp, row.Shift));
    }

    /// <summary>
    /// By the exponentials of all classes but <paramref name="class"/>, for rows where those are needed too: nothing is computed twice, and probabilities near 0 and 1 of the
    /// class are exact. u = log(p / (1 - p)) with p the probability of the class.
    /// </summary>
    public static Exponentials ByOthers(GraphBuilder graph, Scaled row, int @class)
    {
        Others others = new(graph, row with { LeftOut = @class });
        int isClass = graph.Add(new Node.IsClass(@class));
        int logit = graph.Add(new Node.At(row.Values, @class));
        int u = graph.Difference(graph.Product(row.Scale, graph.Difference(logit, others.Max)), others.LogOfSum);

        // log(1 + exp(u)) = max(u, 0) + log(1 + exp(-|u|)) is -log(1 - p).
        int small = Apply(UnaryOp.Exp, graph.Negate(Apply(UnaryOp.Abs, u)));
        int tail = Apply(UnaryOp.Log, graph.Sum(graph.Number(1), small));
        int softplus = graph.Sum(graph.Add(new Node.Binary(BinaryOp.Maximum, u, graph.Number(0))), tail);

        int probability = Apply(UnaryOp.Exp, graph.Difference(u, softplus));
        int rest = graph.Product(graph.Reciprocal(others.Sum), Apply(UnaryOp.Exp, graph.Negate(softplus)));
        int largest = graph.Add(new Node.Binary(BinaryOp.Maximum, others.LogSumExp, graph.Product(row.Scale, logit)));
        return new(
            graph.Sum(graph.Product(rest, others.Exp), graph.Product(probability, isClass)),
            graph.Difference(graph.Product(row.Scale, graph.Difference(row.Values, others.Max)), graph.Sum(others.LogOfSum, softplus)),
            graph.Sum(graph.Sum(largest, tail), row.Shift));

        int Apply(UnaryOp op, int operand) => graph.Add(new Node.Unary(op, operand));
    }

    /// <summary>Exponentials after subtraction of the maximum, of all classes or all but one.</summary>
    private readonly struct Others
    {
        public Others(GraphBuilder graph, Scaled row)
        {
            Values = row.LeftOut is { } @class
                ? graph.Add(new Node.Select(graph.Add(new Node.IsClass(@class)), graph.Number(LossMath.Never), row.Values))
                : row.Values;
            Max = graph.Add(new Node.Reduce(ReduceOp.Max, Axes.Class, Values));
            Exp = graph.Add(new Node.Unary(UnaryOp.Exp, graph.Product(row.Scale, graph.Difference(Values, Max))));
            Sum = graph.SumOver(Axes.Class, Exp);
            LogOfSum = graph.Add(new Node.Unary(UnaryOp.Log, Sum));
            LogSumExp = graph.Sum(graph.Product(row.Scale, Max), LogOfSum);
        }

        public int Values { get; }

        public int Max { get; }

        public int Exp { get; }

        public int Sum { get; }

        public int LogOfSum { get; }

        public int LogSumExp { get; }
    }
}
