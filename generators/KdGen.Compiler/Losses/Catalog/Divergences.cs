using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using static KdGen.Compiler.Losses.Catalog.Formulas;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>How far the student's distribution is from the teacher's: p = softmax(teacher / T), q = softmax(student / T).</summary>
internal static class Divergences
{
    /// <summary>Below this a probability counts for nothing in a mixture, and its logarithm is still a number.</summary>
    private const double Least = 1e-30;

    internal static readonly OpParameter Standardize = OpParameter.Flag("Standardize", false);

    internal static readonly OptionNote Standardized = new(
        "Standardize",
        "Standardize brings each row of both logits to mean 0 and deviation 1 first (Sun et al. 2024, Logit Standardization in Knowledge Distillation, arXiv:2403.01427).");

    public static readonly LossSpec KL = new(
        LossKind.KL,
        "T² KL({teacher} || {student})",
        new(
        [
            "KL is the mean over the batch of the sum over the classes of p (log p - log q), p = softmax({teacher} / T), q = softmax({student} / T)",
            "(Hinton, Vinyals and Dean 2015, Distilling the Knowledge in a Neural Network, arXiv:1503.02531).",
        ]),
        LossReads.Student | LossReads.Teacher,
        1,
        new([Standardize]),
        static inputs =>
        {
            bool standardize = inputs.Flag("Standardize");
            Expr teacher = standardize ? Formulas.Standardized(inputs, inputs.Teacher) : inputs.Teacher;
            Expr student = standardize ? Formulas.Standardized(inputs, inputs.Student) : inputs.Student;
            return inputs.MeanOfRows(Divergence(teacher / inputs.T, student / inputs.T)).TimesSquareOf(inputs.T);
        })
    {
        LeastClasses = 2,
        ForOneClass = LossKind.BinaryKL,
        Notes = new([Standardized]),
    };

    public static readonly LossSpec BinaryKL = new(
        LossKind.BinaryKL,
        "T² BinaryKL({teacher} || {student})",
        new(
        [
            "Binary KL is the mean over batch and classes of p (log p - log q) + (1 - p) (log(1 - p) - log(1 - q)), p = sigmoid({teacher} / T), q = sigmoid({student} / T):",
            "to BCE what KL is to CE, for one logit and for labels that do not exclude each other.",
        ]),
        LossReads.Student | LossReads.Teacher,
        1,
        default,
        static inputs =>
        {
            (Expr a, Expr b) = (inputs.Teacher / inputs.T, inputs.Student / inputs.T);

            // With e = exp(-|z|), sigmoid(z) is 1 / (1 + e) on the side of z and e / (1 + e) on the other: neither is 1 minus a number near 1. min(z, 0) = (z - |z|) / 2 has the derivative 1/2 at 0.
            (Expr e, Expr isYes) = (Exp(-Abs(a)), a.With(BinaryOp.Greater, a.Of(0)));
            (Expr p, Expr notP) = ((Select(isYes, a.Of(1), e) / (1 + e)).As("pYes"), (Select(isYes, e, a.Of(1)) / (1 + e)).As("pNo"));
            (Expr logP, Expr logNotP) = (Minimum(a, a.Of(0)) - Log(1 + e), Minimum(-a, a.Of(0)) - Log(1 + e));
            Expr logOfBoth = Log(1 + Exp(-Abs(b)));
            (Expr logQ, Expr logNotQ) = (((b - Abs(b)) / 2 - logOfBoth).As("logQYes"), ((-b - Abs(b)) / 2 - logOfBoth).As("logQNo"));
            Expr divergence = Sum(ZeroTimes(p, logP - logQ) + ZeroTimes(notP, logNotP - logNotQ)).As("binary");
            return inputs.MeanOfRows(divergence).TimesSquareOf(inputs.T) / inputs.ClassCount;
        });

    public static readonly LossSpec ReverseKL = new(
        LossKind.ReverseKL,
        "T² KL({student} || {teacher})",
        new(["Reverse KL is the mean over the batch of the sum over the classes of q (log q - log p), p = softmax({teacher} / T), q = softmax({student} / T)."]),
        LossReads.Student | LossReads.Teacher,
        1,
        default,
        static inputs => inputs.MeanOfRows(Divergence(inputs.Student / inputs.T, inputs.Teacher / inputs.T)).TimesSquareOf(inputs.T))
    {
        LeastClasses = 2,
        ForOneClass = LossKind.BinaryKL,
    };

    public static readonly LossSpec JSD = new(
        LossKind.JSD,
        "T² JSD({teacher}, {student})",
        new(
        [
            "JSD is the mean over the batch of Beta KL(p || m) + (1 - Beta) KL(q || m), m = Beta p + (1 - Beta) q, p = softmax({teacher} / T), q = softmax({student} / T);",
            "Beta = 0 is KL(p || q), Beta = 1 is KL(q || p) (Agarwal et al. 2024, On-Policy Distillation of Language Models, arXiv:2306.13649).",
        ]),
        LossReads.Student | LossReads.Teacher,
        1,
        new([OpParameter.Real("Beta", 0.5, static value => value is >= 0 and <= 1, "Beta is between 0 and 1")]),
        static inputs =>
        {
            double beta = inputs.Number("Beta");
            if (beta is 0 or 1)
            {
                return (beta == 0 ? KL : ReverseKL).Build(inputs);
            }

            (Expr p, Expr q) = (Softmax(inputs.Teacher / inputs.T), Softmax(inputs.Student / inputs.T));
            Expr m = Maximum(beta * p + (1 - beta) * q, p.Of(Least)).As("m"), difference = ((p - q) / m).As("difference");

            // p / m = 1 + (1 - beta) (p - q) / m and q / m = 1 - beta (p - q) / m. Together the slopes of both logarithms are 0: beta p dlog(p / m) + (1 - beta) q dlog(q / m) = (1 - beta) dq - dm = 0.
            Expr logP = Detach(LogNearOne((p / m).As("pOverM"), (1 - beta) * difference).As("logPOverM")), logQ = Detach(LogNearOne((q / m).As("qOverM"), -beta * difference).As("logQOverM"));
            return inputs.MeanOfRows(Sum(beta * ZeroTimes(p, logP) + (1 - beta) * ZeroTimes(q, logQ)).As("divergence")).TimesSquareOf(inputs.T);
        })
    {
        LeastClasses = 2,
        ForOneClass = LossKind.BinaryKL,
    };

    public static readonly LossSpec TVD = new(
        LossKind.TVD,
        "T² TVD({teacher}, {student})",
        new(["TVD, the total variation distance, is the mean over the batch of half the sum over the classes of |p - q|, p = softmax({teacher} / T), q = softmax({student} / T)."]),
        LossReads.Student | LossReads.Teacher,
        1,
        default,
        static inputs => inputs.MeanOfRows(Sum(Abs(Softmax(inputs.Teacher / inputs.T) - Softmax(inputs.Student / inputs.T))) / 2).TimesSquareOf(inputs.T))
    {
        LeastClasses = 2,
        ForOneClass = LossKind.BinaryKL,
    };

    public static readonly LossSpec LogitMse = new(
        LossKind.LogitMse,
        "MSE({student}, {teacher})",
        new(["MSE of logits is the mean over batch and classes of ({student} - {teacher})² (Ba and Caruana 2014, Do Deep Nets Really Need to be Deep?, arXiv:1312.6184)."]),
        LossReads.Student | LossReads.Teacher,
        null,
        default,
        static inputs =>
        {
            Expr difference = (inputs.Student - inputs.Teacher).As("difference");
            return inputs.MeanOfRows(Sum(difference * difference)) / inputs.ClassCount;
        });

    public static readonly LossSpec DeiTSoft = new(
        LossKind.DeiTSoft,
        "T² KL({teacher} || {student}) / C",
        new(
        [
            "KL / C is the mean over batch and classes of p (log p - log q), p = softmax({teacher} / T), q = softmax({student} / T)",
            "(Touvron et al. 2021, Training data-efficient image transformers, arXiv:2012.12877: soft distillation).",
        ]),
        LossReads.Student | LossReads.Teacher,
        1,
        default,
        static inputs => KL.Build(inputs) / inputs.ClassCount)
    {
        LeastClasses = 2,
        ForOneClass = LossKind.BinaryKL,
    };
}
