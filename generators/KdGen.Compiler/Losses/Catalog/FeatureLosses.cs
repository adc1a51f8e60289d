using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses between values inside of the models.</summary>
internal static class FeatureLosses
{
    public static readonly LossSpec Hint = new(
        LossKind.Hint,
        "MSE({student}, {teacher})",
        new(["MSE is the mean over all elements of the squared difference (Romero et al. 2015, FitNets: Hints for Thin Deep Nets, arXiv:1412.6550)."]),
        LossReads.Features,
        null,
        default,
        static inputs =>
        {
            Expr difference = inputs.Student - inputs.Teacher;
            return inputs.MeanOfRows(LossMath.MeanOfSample(difference * difference));
        });
}
