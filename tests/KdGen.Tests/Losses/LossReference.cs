using static KdGen.Tests.Losses.RowMath;

namespace KdGen.Tests.Losses;

/// <summary>
/// Every loss written out number by number in double, from the papers and independent of the compiler. Values are exact where mathematics is finite: log-probabilities are never the logarithm of a
/// rounded probability.
/// </summary>
internal static class LossReference
{
    /// <summary>The weighted sum of the terms.</summary>
    public static double Value(IReadOnlyList<Term> terms, LossInput input) => terms.Sum(term => term.Weight * Value(term, input));

    /// <summary>A term without its weight.</summary>
    public static double Value(Term term, LossInput input)
    {
        if (term.Kind == Kind.DIST)
        {
            return Dist(term, input, input.Students[term.Student]);
        }

        double sum = 0;
        for (int row = 0; row < input.Rows; row++)
        {
            sum += Row(term, input, row, input.StudentRow(term.Student, row));
        }

        return sum / Divisor(term, input);
    }

    /// <summary>What a term adds for a row, whose student logits are <paramref name="s"/>, before the division by <see cref="Divisor"/>.</summary>
    public static double Row(Term term, LossInput input, int row, ReadOnlySpan<double> s)
    {
        ReadOnlySpan<double> t = input.TeacherRow(row);
        bool takesClass = term.ReadsLabel && !(term.SoftTargets && term.Kind is Kind.CE or Kind.BCE);
        int y = term.SoftTargets ? ArgMax(input.TargetRow(row)) : (int)input.Labels[row];
        if (takesClass && !term.SoftTargets && input.Labels[row] == LossInput.Ignored)
        {
            return 0;
        }

        switch (term.Kind)
        {
            case Kind.CE:
                return term.SoftTargets ? SoftCrossEntropy(term, s, input.TargetRow(row)) : CrossEntropy(term, s, y);
            case Kind.BCE:
                return BinaryCrossEntropy(s, term.SoftTargets ? input.TargetRow(row) : s.Length == 1 ? [y] : OneHot(s.Length, y));
            case Kind.MultiMargin:
                double margins = 0;
                for (int c = 0; c < s.Length; c++)
                {
                    margins += c == y ? 0 : Math.Max(0, 1 - s[y] + s[c]);
                }

                return margins / s.Length;
            case Kind.KL or Kind.DeiTSoft:
                return term.T * term.T * Divergence(LogSoftmax(Ready(term, t), term.T), LogSoftmax(Ready(term, s), term.T));
            case Kind.BinaryKL:
                double binary = 0;
                for (int c = 0; c < s.Length; c++)
                {
                    binary += Divergence(LogSoftmax([t[c], 0], term.T), LogSoftmax([s[c], 0], term.T));
                }

                return term.T * term.T * binary;
            case Kind.ReverseKL:
                return term.T * term.T * Divergence(LogSoftmax(s, term.T), LogSoftmax(t, term.T));
            case Kind.JSD:
                return term.T * term.T * JensenShannon(LogSoftmax(t, term.T), LogSoftmax(s, term.T), term.Beta);
            case Kind.TVD:
                double[] logP = LogSoftmax(t, term.T), logQ = LogSoftmax(s, term.T);
                return term.T * term.T * logP.Zip(logQ, static (p, q) => Math.Abs(Math.Exp(p) - Math.Exp(q))).Sum() / 2;
            case Kind.HardLabel:
                return -LogSoftmax(s, 1)[ArgMax(t)];
            case Kind.LogitMse:
                double squares = 0;
                for (int c = 0; c < s.Length; c++)
                {
                    squares += (s[c] - t[c]) * (s[c] - t[c]);
                }

                return squares;
            case Kind.DKD:
                return Decoupled(term, Ready(term, s), Ready(term, t), y);
            case Kind.NKD:
                return Normalized(term, s, t, y);
            case Kind.WSLD:
                // The weight is a constant of the derivative: it is taken at the batch's own logits.
                double own = -LogSoftmax(input.StudentRow(term.Student, row), 1)[y], teachers = -LogSoftmax(t, 1)[y];
                double soft = Entropy(LogSoftmax(t, term.T), LogSoftmax(s, term.T));
                return (1 - Math.Exp(-own / (teachers + 1e-7))) * term.T * term.T * soft;
            case Kind.CWTM:
                return Math.Exp(LogSoftmax(t, 1).Max()) * -LogSoftmax(s, 1)[y];
            case Kind.DKPP:
                double[] teacher = t.ToArray();
                return term.T * term.T * Divergence(LogSoftmax([.. input.Sources(row).Select(source => teacher[source])], term.T), LogSoftmax(s, term.T));
            case Kind.MFT:
                return term.T * term.T * Corrected(LogSoftmax(t, term.T), LogSoftmax(s, term.T), y);
            case Kind.TopKKL:
                return term.T * term.T * TopK(term, s, t);
            default:
                throw new NotSupportedException($"{term.Kind} is not written down");
        }
    }

    /// <summary>What the sum over the rows is divided by.</summary>
    public static double Divisor(Term term, LossInput input)
    {
        bool counts = term.ReadsLabel && !term.SoftTargets;
        int[] counted = [.. Enumerable.Range(0, input.Rows).Where(row => !counts || input.Labels[row] != LossInput.Ignored)];
        double rows = input.Normaliser ?? Math.Max(1, counted.Length);
        return term.Kind switch
        {
            Kind.CE when term.ClassWeights is { } weights && !term.SoftTargets => input.Normaliser ?? (counted.Length == 0 ? 1 : counted.Sum(row => weights[input.Labels[row]])),
            Kind.BCE or Kind.BinaryKL or Kind.LogitMse or Kind.DeiTSoft => rows * input.Classes,
            Kind.CWTM => counted.Length == 0 ? 1 : counted.Sum(row => Math.Exp(LogSoftmax(input.TeacherRow(row), 1).Max())),
            _ => rows,
        };
    }

    private static double CrossEntropy(Term term, ReadOnlySpan<double> s, int y)
    {
        double[] logQ = LogSoftmax(s, 1);
        double Weight(int c) => term.ClassWeights?[c] ?? 1;
        double smooth = term.LabelSmoothing == 0 ? 0 : -logQ.Select((log, c) => Weight(c) * log).Sum() * term.LabelSmoothing / s.Length;
        return ((1 - term.LabelSmoothing) * -Weight(y) * logQ[y]) + smooth;
    }

    private static double SoftCrossEntropy(Term term, ReadOnlySpan<double> s, ReadOnlySpan<double> targets)
    {
        double[] logQ = LogSoftmax(s, 1);
        double sum = 0;
        for (int c = 0; c < logQ.Length; c++)
        {
            double target = (targets[c] * (1 - term.LabelSmoothing)) + (term.LabelSmoothing / logQ.Length);
            sum -= target == 0 ? 0 : (term.ClassWeights?[c] ?? 1) * target * logQ[c];
        }

        return sum;
    }

    private static double BinaryCrossEntropy(ReadOnlySpan<double> s, ReadOnlySpan<double> targets)
    {
        double sum = 0;
        for (int c = 0; c < s.Length; c++)
        {
            sum += Math.Max(s[c], 0) - (s[c] * targets[c]) + double.LogP1(Math.Exp(-Math.Abs(s[c])));
        }

        return sum;
    }

    private static double JensenShannon(double[] logP, double[] logQ, double beta)
    {
        if (beta is 0 or 1)
        {
            return beta == 0 ? Divergence(logP, logQ) : Divergence(logQ, logP);
        }

        double[] logM = [.. logP.Zip(logQ, (p, q) => LogSumExp([p + Math.Log(beta), q + Math.Log(1 - beta)]))];
        return (beta * Divergence(logP, logM)) + ((1 - beta) * Divergence(logQ, logM));
    }

    private static double Decoupled(Term term, ReadOnlySpan<double> s, ReadOnlySpan<double> t, int y)
    {
        if (s.Length == 1)
        {
            return 0;
        }

        double[] logQ = LogSoftmax(s, term.T), logP = LogSoftmax(t, term.T);
        double target = Divergence([logP[y], LogSumExp(Without(logP, y))], [logQ[y], LogSumExp(Without(logQ, y))]);
        double others = s.Length < 3 ? 0 : Divergence(LogSoftmax(Without(t, y), term.T), LogSoftmax(Without(s, y), term.T));
        return term.T * term.T * ((term.Alpha * target) + (term.Beta * others));
    }

    private static double Normalized(Term term, ReadOnlySpan<double> s, ReadOnlySpan<double> t, int y)
    {
        double target = Entropy([LogSoftmax(t, 1)[y]], [LogSoftmax(s, 1)[y]]);
        double others = s.Length == 1 ? 0 : Entropy(LogSoftmax(Without(t, y), term.T), LogSoftmax(Without(s, y), term.T));
        return target + (term.Gamma * term.T * term.T * others);
    }

    private static double Corrected(double[] logP, double[] logQ, int y)
    {
        const double Threshold = 0.2, Epsilon = 1e-7;
        double[] p = [.. logP.Select(Math.Exp)];
        int largest = ArgMax(p);
        double mix = largest == y
            ? ((p[y] > 1 - Threshold ? 1 : p[y] + Threshold) - p[largest]) / (1 - p[largest] + Epsilon)
            : (p[largest] - p[y] + Threshold) / (1 + p[largest] - p[y] + Epsilon);
        double sum = 0;
        for (int c = 0; c < p.Length; c++)
        {
            double target = (p[c] * (1 - mix)) + (c == y ? mix : 0);
            sum += target == 0 ? 0 : target * (Math.Log(target) - logQ[c]);
        }

        return sum;
    }

    private static double TopK(Term term, ReadOnlySpan<double> s, ReadOnlySpan<double> t)
    {
        double[] teacher = t.ToArray(), logQ = LogSoftmax(s, term.T), logP = LogSoftmax(t, term.T);
        int[] order = [.. Enumerable.Range(0, teacher.Length).OrderByDescending(c => teacher[c])];     // stable: the first among equals
        int[] top = [.. order.Take(term.K)], rest = [.. order.Skip(term.K)];
        if (!term.Tail)
        {
            return Divergence(LogSoftmax([.. top.Select(c => teacher[c])], term.T), [.. top.Select(c => logQ[c])]);
        }

        double inside = Divergence([.. top.Select(c => logP[c])], [.. top.Select(c => logQ[c])]);
        return rest.Length == 0 ? inside : inside + Divergence([LogSumExp([.. rest.Select(c => logP[c])])], [LogSumExp([.. rest.Select(c => logQ[c])])]);
    }

    private static double Dist(Term term, LossInput input, double[] student)
    {
        (int rows, int classes) = (input.Rows, input.Classes);
        double[] p = new double[rows * classes], q = new double[rows * classes];
        for (int row = 0; row < rows; row++)
        {
            LogSoftmax(input.TeacherRow(row), term.T).Select(Math.Exp).ToArray().CopyTo(p, row * classes);
            LogSoftmax(student.AsSpan(row * classes, classes), term.T).Select(Math.Exp).ToArray().CopyTo(q, row * classes);
        }

        double inter = 0, intra = 0;
        for (int row = 0; row < rows; row++)
        {
            inter += 1 - Correlation(p, q, row * classes, 1, classes);
        }

        for (int c = 0; c < classes; c++)
        {
            intra += 1 - Correlation(p, q, c, classes, rows);
        }

        return term.T * term.T * ((term.Beta * inter / (input.Normaliser ?? rows)) + (term.Gamma * intra / classes));
    }

    private static ReadOnlySpan<double> Ready(Term term, ReadOnlySpan<double> logits) => term.Standardize ? Standardized(logits) : logits;

    private static double[] OneHot(int classes, int y)
    {
        double[] target = new double[classes];
        target[y] = 1;
        return target;
    }
}
