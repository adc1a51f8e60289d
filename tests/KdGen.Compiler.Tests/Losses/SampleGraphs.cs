using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Losses as formulas, for tests of the passes and of what is emitted from them.</summary>
internal static class SampleGraphs
{
    /// <summary>0.1 CE + 0.9 T² KL, T = 4: both weights and T are settings.</summary>
    public static Graph CeKl => Of(("ce", 0.1, Ce), ("kl", 0.9, input => Kl(input)));

    public static Graph All => Of([.. Terms.Select(term => (term.Name, 1.0, term.Formula))]);

    /// <summary>Each loss by itself.</summary>
    public static IReadOnlyList<(string Name, Func<TermInputs, Expr> Formula)> Terms =>
    [
        ("ce", Ce), ("smoothed", Smoothed), ("kl", input => Kl(input)), ("reverseKl", ReverseKl), ("jsd", Jsd), ("tvd", Tvd), ("logitMse", LogitMse), ("dkd", Dkd), ("nkd", Nkd),
        ("standardized", Standardized), ("cwtm", Cwtm), ("dkpp", Dkpp), ("topK", TopK), ("hardLabel", HardLabel), ("margin", Margin), ("bce", Bce), ("soft", Soft), ("weighted", Weighted),
        ("wsld", Wsld),
    ];

    /// <summary>A graph of the formulas, each with its weight as a setting and the temperature 4 as the setting T.</summary>
    public static Graph Of(params (string Name, double Weight, Func<TermInputs, Expr> Formula)[] terms)
    {
        GraphBuilder graph = new();
        List<GraphTerm> made = [];
        foreach ((string name, double weight, Func<TermInputs, Expr> formula) in terms)
        {
            int value = formula(Inputs(graph, "student", "teacher")).Index;
            made.Add(new(name, value, graph.Add(new Node.Setting(char.ToUpperInvariant(name[0]) + name[1..] + "Weight", weight))));
        }

        return new(graph.Nodes, made.ToEquatableArray());
    }

    /// <summary>What the formulas are written over.</summary>
    public static TermInputs Inputs(GraphBuilder graph, string student, string teacher)
        => new(graph, new Node.StudentLogits(student), new Node.TeacherLogits(teacher), new Node.Setting("T", 4), new LossTerm(LossKind.CE, 1, 4), hasTargets: false);

    public static Expr Ce(TermInputs input) => input.MeanOfCounted(-At(LogSoftmax(input.Student), input.Label));

    public static Expr Smoothed(TermInputs input)
    {
        Expr logQ = LogSoftmax(input.Student);
        return input.MeanOfCounted((-0.9 * At(logQ, input.Label)) - (0.1 * Sum(logQ) / input.ClassCount));
    }

    public static Expr Kl(TermInputs input) => Kl(input, input.Teacher / input.T, input.Student / input.T);

    public static Expr ReverseKl(TermInputs input)
    {
        Expr logQ = LogSoftmax(input.Student / input.T);
        return input.T * input.T * input.MeanOfRows(Sum(ZeroTimes(Softmax(input.Student / input.T), logQ - LogSoftmax(input.Teacher / input.T))));
    }

    /// <summary>beta = 0.3.</summary>
    public static Expr Jsd(TermInputs input)
    {
        Expr p = Softmax(input.Teacher / input.T), q = Softmax(input.Student / input.T), logM = Log((0.3 * p) + (0.7 * q));
        Expr toTeacher = Sum(ZeroTimes(p, LogSoftmax(input.Teacher / input.T) - logM));
        Expr toStudent = Sum(ZeroTimes(q, LogSoftmax(input.Student / input.T) - logM));
        return input.T * input.T * input.MeanOfRows((0.3 * toTeacher) + (0.7 * toStudent));
    }

    public static Expr Tvd(TermInputs input)
        => input.T * input.T * input.MeanOfRows(0.5 * Sum(Abs(Softmax(input.Teacher / input.T) - Softmax(input.Student / input.T))));

    public static Expr LogitMse(TermInputs input) => input.MeanOfRows(Sum(Power(input.Student - input.Teacher, 2)) / input.ClassCount);

    /// <summary>alpha = 1, beta = 8.</summary>
    public static Expr Dkd(TermInputs input)
    {
        Expr p = input.Teacher / input.T, q = input.Student / input.T, isLabel = IsClass(input.Label);
        Expr pOthers = Select(isLabel, p.Of(Never), p), qOthers = Select(isLabel, q.Of(Never), q);
        Expr logPAt = At(LogSoftmax(p), input.Label), logQAt = At(LogSoftmax(q), input.Label);
        Expr logPNot = LogSumExp(pOthers) - LogSumExp(p), logQNot = LogSumExp(qOthers) - LogSumExp(q);
        Expr target = ZeroTimes(Exp(logPAt), logPAt - logQAt) + ZeroTimes(Exp(logPNot), logPNot - logQNot);
        Expr others = OfSeveral(input, Sum(ZeroTimes(Softmax(pOthers), LogSoftmax(pOthers) - LogSoftmax(qOthers))));
        return input.T * input.T * input.MeanOfCounted(target + (8 * others));
    }

    public static Expr Nkd(TermInputs input)
    {
        Expr isLabel = IsClass(input.Label), p = input.Teacher / input.T, q = input.Student / input.T;
        Expr pOthers = Select(isLabel, p.Of(Never), p), qOthers = Select(isLabel, q.Of(Never), q);
        Expr target = At(Softmax(input.Teacher), input.Label) * At(LogSoftmax(input.Student), input.Label);
        return input.MeanOfCounted(-target - (1.5 * input.T * input.T * OfSeveral(input, Sum(ZeroTimes(Softmax(pOthers), LogSoftmax(qOthers))))));
    }

    public static Expr Standardized(TermInputs input) => Kl(input, Standardize(input, input.Teacher) / input.T, Standardize(input, input.Student) / input.T);

    public static Expr Cwtm(TermInputs input)
    {
        Expr weight = Max(Softmax(input.Teacher));
        return SumOfRows(weight / SumOfRows(weight) * -At(LogSoftmax(input.Student), input.Label));
    }

    public static Expr Dkpp(TermInputs input)
        => input.MeanOfRows(-Sum(ZeroTimes(Permuted(Softmax(input.Teacher), ArgMax(input.Teacher)), LogSoftmax(input.Student))));

    /// <summary>k = 2, with the rest as one more class.</summary>
    public static Expr TopK(TermInputs input)
    {
        Expr isTop = IsTop(input.Teacher, 2), p = Softmax(input.Teacher), q = Softmax(input.Student);
        Expr pRest = Maximum(1 - Sum(p * isTop), isTop.Of(1e-8)), qRest = Maximum(1 - Sum(q * isTop), isTop.Of(1e-8));
        Expr top = Sum(isTop * ZeroTimes(p, LogSoftmax(input.Teacher) - LogSoftmax(input.Student)));
        return input.MeanOfRows(top + (pRest * (Log(pRest) - Log(qRest))));
    }

    public static Expr HardLabel(TermInputs input) => input.MeanOfRows(-At(LogSoftmax(input.Student), ArgMax(input.Teacher)));

    public static Expr Margin(TermInputs input)
    {
        Expr margin = Maximum(input.Student.Of(0), 1 - At(input.Student, input.Label) + input.Student);
        return input.MeanOfCounted(Sum(margin * (1 - IsClass(input.Label))) / input.ClassCount);
    }

    public static Expr Bce(TermInputs input)
    {
        Expr x = input.Student, softplus = Maximum(x, x.Of(0)) + Log(1 + Exp(-Abs(x)));
        return input.MeanOfCounted(Sum(softplus - (x * IsClass(input.Label))) / input.ClassCount);
    }

    /// <summary>Cross-entropy with a probability of each class.</summary>
    public static Expr Soft(TermInputs input) => input.MeanOfRows(-Sum(input.Targets * LogSoftmax(input.Student)));

    /// <summary>Cross-entropy with a weight of each class, for three classes.</summary>
    public static Expr Weighted(TermInputs input)
    {
        Expr weight = At(input.Make(new Node.ClassWeights(new([0.5, 1, 2]))), input.Label);
        return input.MeanOfWeighed(weight * -At(LogSoftmax(input.Student), input.Label), weight);
    }

    /// <summary>Its focal weight is detached.</summary>
    public static Expr Wsld(TermInputs input)
    {
        Expr student = -At(LogSoftmax(input.Student), input.Label), teacher = -At(LogSoftmax(input.Teacher), input.Label);
        Expr focal = 1 - Exp(-Detach(student) / (teacher + 1e-7));
        return input.T * input.T * input.MeanOfCounted(focal * -Sum(ZeroTimes(Softmax(input.Teacher / input.T), LogSoftmax(input.Student / input.T))));
    }

    /// <summary>One other class has all the probability there is: nothing is learned from it.</summary>
    private static Expr OfSeveral(TermInputs input, Expr others)
        => others.With(new Node.Masked(others.Index, input.ClassCount.With(BinaryOp.Greater, others.Of(2)).Index));

    private static Expr Kl(TermInputs input, Expr teacher, Expr student)
        => input.T * input.T * input.MeanOfRows(Sum(ZeroTimes(Softmax(teacher), LogSoftmax(teacher) - LogSoftmax(student))));

    private static Expr Standardize(TermInputs input, Expr row)
    {
        Expr centered = row - (Sum(row) / input.ClassCount);
        Expr variance = Sum(centered * centered) / Maximum(input.ClassCount - 1, row.Of(1));
        return centered / (1e-7 + Sqrt(variance));
    }
}
