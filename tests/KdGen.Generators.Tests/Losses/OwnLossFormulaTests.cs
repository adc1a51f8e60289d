using KdGen.Compiler.Losses;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Losses;

/// <summary>What the generator reads from a loss over rows is what the method computes.</summary>
public sealed class OwnLossFormulaTests
{
    private const string Softmaxes = "var p = Softmax(teacher); var q = Softmax(student);";

    public static TheoryData<string> Losses =>
    [
        "public static double Own(Row student, int label) => -LogSoftmax(student)[label];",
        "public static double Own(Row student, int label) => -Pow(1 - Softmax(student)[label], 2) * LogSoftmax(student)[label];",
        "public static double Own(Row student, int label) => -Math.Log(Softmax(student)[label]);",
        "public static double Own(Row student, int label) { var p = Softmax(student)[label]; return -Log(p) + 0.5 * (1 - p); }",
        "const double T = 4; public static double Own(Row student, Row teacher) { var p = Softmax(teacher / T); return T * T * Sum(p * (Log(p) - LogSoftmax(student / T))); }",
        "public static double Own(Row student, Row teacher, int label) => -Softmax(teacher)[label] * Pow(1 - Softmax(student)[label], 1.5) * LogSoftmax(student)[label];",
        "public static double Own(Row student, int label) { Row margin = Max(0, 1 - student[label] + student); return Sum(margin * margin) - 1; }",
        "public static double Own(Row student) => 0.1 * Sum(Softmax(student) * LogSoftmax(student));",
        "const double A = 0.3; public static double Own(Row student, Row teacher) => (1 - Sum(Pow(Softmax(teacher), A) * Pow(Softmax(student), 1 - A))) / (A * (1 - A));",
        "public static double Own(Row student, Row teacher) { Row p = Softmax(teacher), q = Softmax(student); return Sum(p * p / q) - 1; }",
        "public static double Own(Row student, Row teacher) => Sum(Softmax(teacher) * Log(Softmax(teacher) / Softmax(student)));",
        "public static double Own(Row student, int label) => Max(0.0, 1 - student[label] + Max(student - 1e9 * OneHot(label, student.Length)));",
        "public static double Own(Row student, Row teacher) { var d = Abs(student - teacher); var m = Min(d, 1); return Sum(0.5 * m * m + (d - m)) / student.Length; }",
        "public static double Own(Row student, Row teacher, int label) => ArgMax(teacher) == label ? Sum(Pow(student - teacher, 2)) : -LogSoftmax(student)[label];",
        "public static double Own(Row student, Row teacher, int label) => ArgMax(teacher) != label && Max(teacher) > 0.5 || student[0] <= 0 ? student[label] : teacher[label];",
        "public static double Own(Row student, int label) { if (student[label] >= Max(student)) return 0.5 * Min(student); else if (label == 0) { return 2; } return Max(student) - student[label]; }",
        "public static double Own(Row student) { var x = student - Max(student); x /= 2; double sum = Sum(Exp(x)); sum = Log(sum); return +sum; }",
        "public static double Own(Row student, int label) => Margin(logits: Centred(student), at: label); static Row Centred(Row x) { var mean = Sum(x) / x.Length; return x - mean; } static double Margin(int at, Row logits) => Max(logits) - logits[at];",
        "public static double Own(Row student, Row teacher) => Math.Sqrt(Sum(Pow(student - teacher, 2))) + Sqrt(Sum(Softmax(student)));",
        "public static double Own(Row student) => Math.Max(Math.Abs(Sum(student)), Math.Exp(-Max(student))) + Math.Min(1, LogSumExp(student)) + Math.Pow(student[1], 3) + Math.PI;",
        "public static double Own(Row student, Row teacher) => Sum(Detach(Softmax(student)) * (student - teacher)) + Log(Max(Softmax(student))) - Log(Detach(Softmax(teacher))[0]);",
        "enum Size { Two = 2 } const int K = (int)Size.Two; public static double Own(Row student) => (double)K * student[K - 1] / (student.Length - 1);",
        "public static double Own(Row student, Row teacher) => Log(Sum(Exp(student))) - Log(Sum(Softmax(teacher) * Exp(student)));",
        "public static double Own(Row student) { double best; best = Max(student); { best += 1; } ; return -(best * 2.0) + 3f; }",
        "public static double Own(Row student, int label) => Pow(1 + Softmax(student)[label], -2) + Pow(Softmax(student), -0.5)[label] + Sum(2 / (1 + Exp(-student))) + (1 / student)[label];",
        "public static double Own(Row student, int label) => student[label] == 0 ? 1 : !(student[label] < 0) ? 2 * Sum(student) : Sum(-student) - Sum(student - 1 + (1 + student));",
        "public static double Own(Row student, int label) { double w = 1; double p = Softmax(student)[label]; if (p < 0.2) w = 2; else if (p < 0.5) { w = 1.5; w *= 2; } return -w * Log(p); }",
        "public static double Own(Row student, Row teacher, int label) { if (student[0] > 0) { if (ArgMax(teacher) == label) return 1; else { return student[label]; } } student /= 2; student = student - teacher; return Sum(student * student); }",
        "public static double Own(Row student, int label) { double a; if (student[label] > 0) { double b = 2; a = b; } else { return Sum(student); } a += 1; return a * student[label]; }",
        "public static double Own(Row student, Row teacher, int label) { var p = Softmax(teacher); if (ArgMax(teacher) != label) p = OneHot(label, student.Length); if (true) p *= 2; if (false) p *= 3; return -Sum(p * LogSoftmax(student)); }",
        "const bool IsHard = true; public static double Own(Row student, int label) { double w; if (IsHard) w = 2; else { w = 3; } double v; if (!IsHard) v = 1; else { double u = student[0]; v = u; } return w * v - student[label]; }",
        "public static double Own(Row student) => Powers<int>.Square(student[0]); static class Powers<T> { public static double Square(double x) { double y = x; return x * y; } }",
        "public static double Own(Row student) => Parts.Square(student[0]); static partial class Parts { public static partial double Square(double x); public static partial double Square(double x) => x * x; }",
        "public static double Own(Row student, Row teacher) { Row p = Softmax(teacher), q = Softmax(student), m = (p + q + Softmax(teacher / 3)) / 3; return Sum(q * (Log(q) - Log(m))) + Sum(m * Log(m / p)); }",
        "public static double Own(Row student, Row teacher, int label) { Row p = Softmax(teacher), q = Softmax(student); return -Log(Sum(Sqrt(p * q))) - Log(q[label] / (q[label] + p[label])) + Log(1 + q[label]) + Log(0.1 / student.Length + 0.9 * q)[label]; }",
        "public static double Own(Row student, Row teacher) { var q = Softmax(student); var n = q * q / Sum(q * q); return -Sum(Softmax(teacher) * Log(n)) + Sum((q + n) / (n + 1)); }",
        "public static double Own(Row student, Row teacher) { Row p = 1 / (1 + Exp(-teacher)), q = 1 / (1 + Exp(-student)); return -Sum(p * Log(q) + (1 - p) * Log(1 - q)) + Sum(Log(1 - Exp(student / 2) / (1 + Exp(student / 2)))) + Sum(1 - 1 / (1 + Exp(1 - student))); }",
        "public static double Own(int label, Row student) => Log(1 - Softmax(student)[label]) + (true ? 0 : student[label]);",
    ];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Formula_IsWhatTheMethodComputes(string members)
    {
        Formula formula = Formula.Of(members.Replace("public static double Own", "[Loss] public static double Own", StringComparison.Ordinal));
        Random random = new(1);
        for (int i = 0; i < 50; i++)
        {
            int classes = random.Next(2, 8);
            double[] student = [.. Enumerable.Range(0, classes).Select(_ => 6 * random.NextDouble() - 3)];
            double[] teacher = [.. Enumerable.Range(0, classes).Select(_ => 6 * random.NextDouble() - 3)];
            int label = random.Next(classes);
            double expected = formula.CSharp(student, teacher, label);
            double actual = formula.Value(student, teacher, label);
            Assert.True(Math.Abs(actual - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected)), $"{actual} instead of {expected}: {formula.Text}");
        }
    }

    [Theory]
    [InlineData("-Log(Softmax(student)[label])", "-log_softmax(student)[label]")]
    [InlineData("Max(Log(Softmax(student)))", "max(log_softmax(student))")]
    [InlineData("Log(Max(Softmax(student)))", "max(log_softmax(student))")]
    [InlineData("Log(Sum(Exp(student)))", "log_sum_exp(student)")]
    [InlineData("Max(Exp(LogSoftmax(student)))", "max(softmax(student))")]
    [InlineData("Exp(LogSoftmax(student)[label])", "softmax(student)[label]")]
    [InlineData("Sum(p * Log(p / q))", "sum((softmax(teacher) * masked((log_softmax(teacher) - log_softmax(student)), softmax(teacher))))")]
    [InlineData("Sum(Log(p) * p) + q[0]", "(sum((softmax(teacher) * masked(log_softmax(teacher), softmax(teacher)))) + softmax(student)[0])")]
    [InlineData("Sum(Pow(p, 0.5) * Pow(q, 0.5))", "sum(exp(((0.5 * log_softmax(teacher)) + (0.5 * log_softmax(student)))))")]
    [InlineData("Sum(p * q)", "sum((softmax(teacher) * softmax(student)))")]
    [InlineData("Sum(q / p)", "sum(exp((log_softmax(student) - log_softmax(teacher))))")]
    [InlineData("Sum(Sqrt(p * q))", "sum(exp((0.5 * (log_softmax(teacher) + log_softmax(student)))))")]
    [InlineData("Log(Sum(p * p / q))", "log_sum_exp(((2 * log_softmax(teacher)) - log_softmax(student)))")]
    [InlineData("Log(q[label] + 1e-8)", "log((softmax(student)[label] + 1E-08))")]
    [InlineData("Sum(p / (q + 1e-8))", "sum((softmax(teacher) / (softmax(student) + 1E-08)))")]
    [InlineData("1 - q[label]", "exp((log_sum_exp((is(label) ? -1E+30 : student)) - log_sum_exp(student)))")]
    public void WhatLosesDigits_IsWrittenInAnotherForm(string expression, string formula) => Assert.Equal(
        formula,
        Formula.Of($"[Loss] public static double Own(Row student, Row teacher, int label) {{ {Softmaxes} return {expression}; }}").Text);

    [Theory]
    [InlineData("Log(p)[label] + Sum(Log(q) * q)", -1000, 0)]
    [InlineData("Sum(p * (Log(p) - Log(q)))", -1000, 1)]
    [InlineData("Sum(q * Log(q / p))", -1000, 0)]
    [InlineData("Sum(Pow(p, 0.5) * Pow(q, 0.5))", -10000, 1)]
    [InlineData("Log(1 - q[label]) + Log(1 - p[label])", 1000, 2)]
    [InlineData("Log(1 + Exp(student[0])) + 1 / (1 + Exp(student[0]))", 1000, 0)]
    [InlineData("Sum(p * (Log(p) - Log((p + q) / 2))) + Sum(q * Log(2 * q / (p + q)))", -1000, 0)]
    [InlineData("Log(1 - 1 / (1 + Exp(-student[0]))) + Log(1 - Exp(student[0]) / (1 + Exp(student[0])))", 1000, 0)]
    [InlineData("Sum(p * Log(1 - 1 / (1 + Exp(student))))", -1000, 0)]
    [InlineData("-Log(Sum(Sqrt(p * q)))", -10000, 0)]
    [InlineData("-Log((q * q / Sum(q * q))[label])", -1000, 0)]
    [InlineData("-Log(p[label] / (p[label] + q[label])) + p[label] / (p[label] + q[label])", -1000, 0)]
    [InlineData("Sum(p * LogSoftmax(student))", double.NegativeInfinity, 0)]
    [InlineData("Sum(p * (Log(p) - Log((p + q) / 2)))", double.NegativeInfinity, 0)]
    public void ProbabilitiesThatAreTooSmall_StayFinite(string expression, double logit, int label)
    {
        Formula formula = Formula.Of($"[Loss] public static double Own(Row student, Row teacher, int label) {{ {Softmaxes} return {expression}; }}");
        double[] far = [0.5, -0.25, 0];
        far[label] = logit;
        double[] near = [1, 2, -1];
        Assert.True(double.IsFinite(formula.Value(near, far, label)), formula.Text);
        if (double.IsFinite(logit))
        {
            Assert.True(double.IsFinite(formula.Value(far, near, label)), formula.Text);
            Assert.True(double.IsFinite(formula.Value(far, far, label)), formula.Text);
        }
    }

    [Theory]
    [InlineData("Sum(student)", 1)]
    [InlineData("Sum(student - teacher)", 3)]
    [InlineData("student[label]", 5)]
    [InlineData("(student - 0 * teacher)[ArgMax(teacher)] + (false ? label : 1)", 3)]
    public void Reads_AreWhatTheResultDependsOn(string expression, int reads) =>
        Assert.Equal((LossReads)reads, Formula.Of($"[Loss] public static double Own(Row student, Row teacher, int label) => {expression};").Reads);
}
