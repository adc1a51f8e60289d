namespace KdGen.Compiler.Losses;

/// <summary>Softmax and what belongs to it, said by exponentials that cannot overflow.</summary>
internal sealed record Exponentials(int Softmax, int LogSoftmax, int LogSumExp)
{
    /// <summary>The probability of the class by whose others they are said; null for those by all classes.</summary>
    public int? Probability { get; private init; }

    /// <summary>Its logarithm.</summary>
    public int? LogProbability { get; private init; }

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
    /// By the exponentials of all classes but <paramref name="class"/>: what is left for the others when its probability is near 1 is exact, where a sum over all classes has
    /// lost it. Both are brought to the larger of the two maxima.
    /// </summary>
    public static Exponentials ByOthers(GraphBuilder graph, Scaled row, int @class)
    {
        Others others = new(graph, row with { LeftOut = @class });
        int isClass = graph.Add(new Node.IsClass(@class)), one = graph.Number(1);
        int logit = graph.Add(new Node.At(row.Values, @class));
        int max = graph.Add(new Node.Binary(BinaryOp.Maximum, logit, others.Max));
        int isLarger = graph.Add(new Node.Binary(BinaryOp.Greater, logit, others.Max));

        int lesser = Apply(UnaryOp.Exp, graph.Negate(graph.Product(row.Scale, Apply(UnaryOp.Abs, graph.Difference(logit, others.Max)))));
        int exp = graph.Add(new Node.Select(isLarger, one, lesser)), factor = graph.Add(new Node.Select(isLarger, lesser, one));
        int sumOfOthers = graph.Product(factor, others.Sum), sum = graph.Sum(exp, sumOfOthers), logOfSum = Apply(UnaryOp.Log, sum);

        // p = 1 - rest, so that p - 1 is exact; and rest is exactly 1 where the class has nothing, since its logarithm is infinite then.
        int rest = graph.Quotient(sumOfOthers, sum);
        return new(
            graph.Sum(graph.Product(graph.Product(factor, graph.Reciprocal(sum)), others.Exp), graph.Difference(isClass, graph.Product(rest, isClass))),
            graph.Difference(graph.Product(row.Scale, graph.Difference(row.Values, max)), logOfSum),
            graph.Sum(graph.Sum(graph.Product(row.Scale, max), logOfSum), row.Shift))
        {
            Probability = graph.Product(exp, graph.Reciprocal(sum)),
            LogProbability = graph.Difference(graph.Product(row.Scale, graph.Difference(logit, max)), logOfSum),
        };

        int Apply(UnaryOp op, int operand) => graph.Add(new Node.Unary(op, operand));
    }

    /// <summary>Exponentials after subtraction of the maximum, of all classes or all but one.</summary>
    private readonly struct Others
    {
        public Others(GraphBuilder graph, Scaled row)
        {
            Values = row.LeftOut is { } @class
                ? graph.Add(new Node.Select(graph.Add(new Node.IsClass(@class)), graph.Number(LossMath.LoweredNever), row.Values))
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
