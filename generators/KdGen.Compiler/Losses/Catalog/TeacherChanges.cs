using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using static KdGen.Compiler.Losses.Catalog.Formulas;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>KL divergences from a distribution that is made of the teacher's.</summary>
internal static class TeacherChanges
{
    public static readonly LossSpec DKPP = new(
        LossKind.DKPP,
        "T² KL(permuted {teacher} || {student})",
        new(
        [
            "KL is the mean over the batch of the sum over the classes of p (log p - log q), q = softmax({student} / T); p is softmax({teacher} / T) with the probabilities of all classes but the likeliest",
            "permuted at random within each sample (Furlanello et al. 2018, Born Again Neural Networks, arXiv:1805.04770, equation 11).",
        ]),
        LossReads.Student | LossReads.Teacher,
        1,
        default,
        static inputs => inputs.MeanOfRows(Divergence(Permuted(inputs.Teacher, ArgMax(inputs.Teacher)) / inputs.T, inputs.Student / inputs.T)).TimesSquareOf(inputs.T));

    public static readonly LossSpec MFT = new(
        LossKind.MFT,
        "T² MFT({teacher} || {student}, labels)",
        new(
        [
            "MFT is the mean over the batch of KL(p' || q), q = softmax({student} / T): p' = (1 - m) p + m label, p = softmax({teacher} / T), with the m that puts the label's class Threshold ahead of the teacher's",
            "wrong choice, or Threshold above what the teacher gives it (Belcak et al. 2025, Minifinetuning, arXiv:2506.15702).",
        ]),
        LossReads.Student | LossReads.Teacher | LossReads.Labels,
        1,
        new([OpParameter.Real("Threshold", 0.2, static value => value is >= 0 and <= 1, "a threshold is between 0 and 1")]),
        static inputs =>
        {
            double threshold = inputs.Number("Threshold");
            Expr p = Softmax(inputs.Teacher / inputs.T);
            (Expr highest, Expr ofLabel) = (Max(p).As("highest"), At(p, inputs.Label));
            Expr isRight = ArgMax(inputs.Teacher).With(BinaryOp.Equal, inputs.Label).As("isRight");
            Expr whereWrong = ((highest - ofLabel + threshold) / (highest - ofLabel + (1 + 1e-7))).As("whereWrong");
            Expr whereRight = ((Minimum(ofLabel + threshold, p.Of(1)) - highest) / (1 - highest + 1e-7)).As("whereRight");
            Expr mix = Select(isRight, whereRight, whereWrong).As("mix");
            Expr target = (p * (1 - mix) + IsClass(inputs.Label) * mix).As("target");

            // Below float's normal numbers a probability counts for nothing, and its logarithm must still be a number.
            Expr logTarget = Log(Maximum(target, p.Of(1e-30)));
            return inputs.MeanOfCounted(Sum(ZeroTimes(target, logTarget - LogQ(inputs)))).TimesSquareOf(inputs.T);
        });

    public static readonly LossSpec TopKKL = new(
        LossKind.TopKKL,
        "T² KL(top K of {teacher} || {student})",
        new(
        [
            "KL is the mean over the batch of the sum over the teacher's K likeliest classes of p (log p - log q), q = softmax({student} / T); p is the softmax of {teacher} / T over these K classes or, with Tail,",
            "over all classes, and then all others count together as one more class.",
        ]),
        LossReads.Student | LossReads.Teacher,
        1,
        new([OpParameter.Optional("K", 1, "classes are", 10), OpParameter.Flag("Tail", false)]),
        static inputs =>
        {
            Expr isTop = IsTop(inputs.Teacher, (int)inputs.Number("K"));
            (Expr teacher, Expr student) = (inputs.Teacher / inputs.T, inputs.Student / inputs.T);
            if (!inputs.Flag("Tail"))
            {
                Expr top = Only(isTop, teacher);
                return inputs.MeanOfRows(Sum(ZeroTimes(Softmax(top), LogSoftmax(top) - LogSoftmax(student)))).TimesSquareOf(inputs.T);
            }

            Expr kept = Sum(ZeroTimes((isTop * Softmax(teacher)).As("pTop"), LogSoftmax(teacher) - LogSoftmax(student))).As("kept");
            Expr logRestOfP = (LogSumExp(Without(isTop, teacher)) - LogSumExp(teacher)).As("logPRest");
            Expr logRestOfQ = (LogSumExp(Without(isTop, student)) - LogSumExp(student)).As("logQRest");
            return inputs.MeanOfRows(kept + ZeroTimes(Exp(logRestOfP).As("pRest"), logRestOfP - logRestOfQ)).TimesSquareOf(inputs.T);
        });
}
