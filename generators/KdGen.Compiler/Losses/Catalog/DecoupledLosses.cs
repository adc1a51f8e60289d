using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using static KdGen.Compiler.Losses.Catalog.Formulas;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses that take the label's class apart from the others: p' and q' are the softmax over the classes but the label.</summary>
internal static class DecoupledLosses
{
    public static readonly LossSpec DKD = new(
        LossKind.DKD,
        "T² DKD({teacher} || {student}, labels)",
        new(
        [
            "DKD is the mean over the batch of Alpha KL(b_p || b_q) + Beta KL(p' || q'): b = (probability of the label, probability of all others), p' and q' the softmax over the classes",
            "but the label, of {teacher} / T and {student} / T (Zhao et al. 2022, Decoupled Knowledge Distillation, arXiv:2203.08679).",
        ]),
        LossReads.Student | LossReads.Teacher | LossReads.Labels,
        4,
        new(
        [
            OpParameter.Real("Alpha", 1, OpParameter.IsFinite, "Alpha is a finite number"),
            OpParameter.Real("Beta", 8, OpParameter.IsFinite, "Beta is a finite number"),
            Divergences.Standardize,
        ]),
        static inputs =>
        {
            bool standardize = inputs.Flag("Standardize");
            Expr isLabel = IsClass(inputs.Label);
            Expr teacher = (standardize ? Standardized(inputs, inputs.Teacher) : inputs.Teacher) / inputs.T;
            Expr student = (standardize ? Standardized(inputs, inputs.Student) : inputs.Student) / inputs.T;
            (Expr teacherOthers, Expr studentOthers) = (Without(isLabel, teacher), Without(isLabel, student));

            // log(1 - p[label]) as the log of the others' share: 1 - p would be 0 long before it is.
            (Expr logP, Expr logNotP) = (At(LogSoftmax(teacher), inputs.Label), (LogSumExp(teacherOthers) - LogSumExp(teacher)).As("logPNotLabel"));
            (Expr logQ, Expr logNotQ) = (At(LogSoftmax(student), inputs.Label), (LogSumExp(studentOthers) - LogSumExp(student)).As("logQNotLabel"));
            Expr target = (ZeroTimes(Exp(logP), logP - logQ) + ZeroTimes(Exp(logNotP).As("pNotLabel"), logNotP - logNotQ)).As("target");
            Expr p = Select(isLabel, teacher.Of(0), Softmax(teacherOthers)).As("pOthers");
            Expr others = Sum(ZeroTimes(p, LogSoftmax(teacherOthers) - LogSoftmax(studentOthers))).As("others");
            return inputs.MeanOfCounted(inputs.Number("Alpha") * target + inputs.Number("Beta") * others).TimesSquareOf(inputs.T);
        })
    {
        LeastClasses = 2,
        Weights = new(["Alpha", "Beta"]),
        Notes = new([Divergences.Standardized]),
    };

    public static readonly LossSpec NKD = new(
        LossKind.NKD,
        "NKD({teacher} || {student}, labels)",
        new(
        [
            "NKD is the mean over the batch of -p[label] log q[label] - Gamma T² sum over the classes but the label of p' log q': p = softmax({teacher}), q = softmax({student}),",
            "p' and q' the softmax over the classes but the label of {teacher} / T and {student} / T (Yang et al. 2023, From Knowledge Distillation to Self-Knowledge Distillation, arXiv:2303.13005).",
        ]),
        LossReads.Student | LossReads.Teacher | LossReads.Labels,
        1,
        new([OpParameter.Real("Gamma", 1.5, OpParameter.IsFinite, "Gamma is a finite number")]),
        static inputs =>
        {
            Expr isLabel = IsClass(inputs.Label);
            (Expr teacherOthers, Expr studentOthers) = (Without(isLabel, inputs.Teacher / inputs.T), Without(isLabel, inputs.Student / inputs.T));
            Expr target = (At(Softmax(inputs.Teacher), inputs.Label) * CrossEntropy(inputs.Student, inputs.Label)).As("target");
            Expr p = Select(isLabel, teacherOthers.Of(0), Softmax(teacherOthers)).As("pOthers");
            Expr others = -Sum(ZeroTimes(p, LogSoftmax(studentOthers))).As("others");
            return inputs.MeanOfCounted(target + inputs.Number("Gamma") * others.TimesSquareOf(inputs.T));
        })
    {
        LeastClasses = 2,
    };
}
