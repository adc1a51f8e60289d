using KdGen.Compiler.Ir;
using static KdGen.Compiler.Losses.Catalog.Formulas;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses that weigh each sample by how sure somebody is about it.</summary>
internal static class ConfidenceLosses
{
    public static readonly LossSpec WSLD = new(
        LossKind.WSLD,
        "T² WSLD({teacher}, {student}, labels)",
        new(
        [
            "WSLD is the mean over the batch of w times the sum over the classes of -p log q, p = softmax({teacher} / T), q = softmax({student} / T), w = 1 - exp(-CE({student}, labels) / CE({teacher}, labels)),",
            "through which no gradient flows (Zhou et al. 2021, Rethinking Soft Labels for Knowledge Distillation, arXiv:2102.00650).",
        ]),
        LossReads.Student | LossReads.Teacher | LossReads.Labels,
        4,
        default,
        static inputs =>
        {
            Expr ratio = (Detach(CrossEntropy(inputs.Student, inputs.Label)) / (CrossEntropy(inputs.Teacher, inputs.Label) + 1e-7)).As("ratio");
            Expr weight = (1 - Exp(-Maximum(ratio, ratio.Of(0)))).As("weight");
            Expr soft = -Sum(ZeroTimes(Softmax(inputs.Teacher / inputs.T), LogQ(inputs))).As("agreement");
            return inputs.MeanOfCounted(weight * soft).TimesSquareOf(inputs.T);
        });

    public static readonly LossSpec CWTM = new(
        LossKind.CWTM,
        "CWTM({teacher}, {student}, labels)",
        new(
        [
            "CWTM is the sum over the batch of w CE({student}, label): w = max p of the sample, divided by the sum of all samples' max p, p = softmax({teacher})",
            "(Furlanello et al. 2018, Born Again Neural Networks, arXiv:1805.04770, equation 10).",
        ]),
        LossReads.Student | LossReads.Teacher | LossReads.Labels,
        null,
        default,
        static inputs =>
        {
            Expr confidence = Max(Softmax(inputs.Teacher)).As("confidence");
            return inputs.SumOfCounted(confidence * CrossEntropy(inputs.Student, inputs.Label)) / Maximum(inputs.SumOfCounted(confidence), confidence.Of(1e-30));
        }) { DividesByOwnWeights = true };
}
