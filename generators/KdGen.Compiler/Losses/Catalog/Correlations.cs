using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses that compare how values vary together, not what they are.</summary>
internal static class Correlations
{
    /// <summary>Pearson's correlation is the cosine of what is left without the means; this keeps a constant vector's at 0.</summary>
    private const double Epsilon = 1e-8;

    public static readonly LossSpec DIST = new(
        LossKind.DIST,
        "T² DIST({teacher}, {student})",
        new(
        [
            "DIST is Beta (1 - mean over the samples of r(p, q)) + Gamma (1 - mean over the classes of r(p, q)), r Pearson's correlation of a sample's classes, or of a class's samples,",
            "p = softmax({teacher} / T), q = softmax({student} / T) (Huang et al. 2022, Knowledge Distillation from A Stronger Teacher, arXiv:2205.10536).",
        ]),
        LossReads.Student | LossReads.Teacher,
        1,
        new(
        [
            OpParameter.Real("Beta", 1, OpParameter.IsFinite, "Beta is a finite number"),
            OpParameter.Real("Gamma", 1, OpParameter.IsFinite, "Gamma is a finite number"),
        ]),
        static inputs =>
        {
            (Expr p, Expr q) = (Softmax(inputs.Teacher / inputs.T), Softmax(inputs.Student / inputs.T));
            Expr between = inputs.MeanOfRows(1 - Cosine((p - Sum(p) / inputs.ClassCount).As("pCentred"), (q - Sum(q) / inputs.ClassCount).As("qCentred"), Axes.Class)).As("between");
            Expr samples = inputs.Make(new Node.BatchSize());
            Expr within = (Sum(1 - Cosine((p - SumOfRows(p) / samples).As("pOfClasses"), (q - SumOfRows(q) / samples).As("qOfClasses"), Axes.Batch)) / inputs.ClassCount).As("within");
            return Formulas.TimesSquareOf(inputs.Number("Beta") * between + inputs.Number("Gamma") * within, inputs.T);
        })
    {
        Weights = new(["Beta", "Gamma"]),
    };

    private static Expr Cosine(Expr a, Expr b, Axes axis)
    {
        Expr Over(Expr value) => value.With(new Node.Reduce(ReduceOp.Sum, axis, value.Index));
        Expr lengths = (Sqrt(Over(a * a)) * Sqrt(Over(b * b))).As("lengths");
        return Over(a * b) / (lengths + Epsilon);
    }
}
