using static TorchSharp.torch;

namespace KdGen.Benchmarks.Losses;

/// <summary>A loss in the ways that it can be computed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fused">The generated value with gradient.</param>
/// <param name="Composed">The same from operators, generated.</param>
/// <param name="Hand">The same from operators, written by hand.</param>
/// <param name="Terms">The same for PyTorch: the terms by the names and options of losses.py, a Python list.</param>
internal sealed record LossBenchmark(
    string Name,
    Func<Tensor, Tensor, Tensor, (Tensor Value, Tensor Gradient)> Fused,
    Func<Tensor, Tensor, Tensor, Tensor> Composed,
    Func<Tensor, Tensor, Tensor, Tensor> Hand,
    string Terms)
{
    /// <summary>It needs the teacher's logits.</summary>
    public bool ReadsTeacher { get; init; } = true;

    public static IReadOnlyList<LossBenchmark> All { get; } =
    [
        new("CE + KL", (s, t, y) => CeKl.LossAndGradient(s, t, y), (s, t, y) => CeKl.ComposedLoss(s, t, y), static (s, t, y) => (HandWritten.CrossEntropy(s, t, y) * 0.1) + (HandWritten.Hinton(s, t, 4) * 0.9), "term('CE', 0.1), term('KL', 0.9, T=4)"),
        new("CE + KL as usual", (s, t, y) => CeKl.LossAndGradient(s, t, y), (s, t, y) => CeKl.ComposedLoss(s, t, y), static (s, t, y) => (HandWritten.CrossEntropy(s, t, y) * 0.1) + (HandWritten.HintonAsUsual(s, t, 4) * 0.9), "term('CE', 0.1), term('KL', 0.9, T=4)"),
        new("CE + DKD", (s, t, y) => CeDkd.LossAndGradient(s, t, y), (s, t, y) => CeDkd.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.CrossEntropy(s, t, y) + HandWritten.Decoupled(s, t, y), "term('CE'), term('DKD', T=4, Beta=8)"),
        new("CE + NKD", (s, t, y) => CeNkd.LossAndGradient(s, t, y), (s, t, y) => CeNkd.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.CrossEntropy(s, t, y) + HandWritten.Normalized(s, t, y), "term('CE'), term('NKD', Gamma=1.5)"),
        new("CE + DIST", (s, t, y) => CeDist.LossAndGradient(s, t, y), (s, t, y) => CeDist.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.CrossEntropy(s, t, y) + (HandWritten.Correlations(s, t, y) * 2), "term('CE'), term('DIST', 2)"),
        new("CE + KL standardized", (s, t, y) => CeKlStandardized.LossAndGradient(s, t, y), (s, t, y) => CeKlStandardized.ComposedLoss(s, t, y), static (s, t, y) => (HandWritten.CrossEntropy(s, t, y) * 0.1) + (HandWritten.Standardized(s, t, 2) * 9), "term('CE', 0.1), term('KL', 9, T=2, Standardize=True)"),
        new("CE + WSLD", (s, t, y) => CeWsld.LossAndGradient(s, t, y), (s, t, y) => CeWsld.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.CrossEntropy(s, t, y) + (HandWritten.WeightedSoftLabels(s, t, y) * 2.25), "term('CE'), term('WSLD', 2.25, T=4)"),
        new("CE", (s, t, y) => Ce.LossAndGradient(s, t, y), (s, t, y) => Ce.ComposedLoss(s, t, y), HandWritten.CrossEntropy, "term('CE')") { ReadsTeacher = false },
        new("CE smoothed", (s, t, y) => CeSmooth.LossAndGradient(s, t, y), (s, t, y) => CeSmooth.ComposedLoss(s, t, y), HandWritten.Smoothed, "term('CE', LabelSmoothing=0.1)") { ReadsTeacher = false },
        new("BCE", (s, t, y) => Bce.LossAndGradient(s, t, y), (s, t, y) => Bce.ComposedLoss(s, t, y), HandWritten.Binary, "term('BCE')") { ReadsTeacher = false },
        new("MultiMargin", (s, t, y) => MultiMargin.LossAndGradient(s, t, y), (s, t, y) => MultiMargin.ComposedLoss(s, t, y), HandWritten.MultiMargin, "term('MultiMargin')") { ReadsTeacher = false },
        new("KL", (s, t, y) => Kl.LossAndGradient(s, t, y), (s, t, y) => Kl.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.Hinton(s, t, 4), "term('KL', T=4)"),
        new("KL standardized", (s, t, y) => KlStandardized.LossAndGradient(s, t, y), (s, t, y) => KlStandardized.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.Standardized(s, t, 2), "term('KL', T=2, Standardize=True)"),
        new("BinaryKL", (s, t, y) => BinaryKl.LossAndGradient(s, t, y), (s, t, y) => BinaryKl.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.BinaryDivergence(s, t, 4), "term('BinaryKL', T=4)"),
        new("ReverseKL", (s, t, y) => ReverseKl.LossAndGradient(s, t, y), (s, t, y) => ReverseKl.ComposedLoss(s, t, y), static (s, t, y) => HandWritten.Reverse(s, t, 2), "term('ReverseKL', T=2)"),
        new("JSD", (s, t, y) => Jsd.LossAndGradient(s, t, y), (s, t, y) => Jsd.ComposedLoss(s, t, y), HandWritten.JensenShannon, "term('JSD', Beta=0.5)"),
        new("TVD", (s, t, y) => Tvd.LossAndGradient(s, t, y), (s, t, y) => Tvd.ComposedLoss(s, t, y), HandWritten.TotalVariation, "term('TVD')"),
        new("HardLabel", (s, t, y) => HardLabel.LossAndGradient(s, t, y), (s, t, y) => HardLabel.ComposedLoss(s, t, y), HandWritten.HardLabel, "term('HardLabel')"),
        new("LogitMse", (s, t, y) => LogitMse.LossAndGradient(s, t, y), (s, t, y) => LogitMse.ComposedLoss(s, t, y), HandWritten.LogitMse, "term('LogitMse')"),
        new("DeiTSoft", (s, t, y) => DeiTSoft.LossAndGradient(s, t, y), (s, t, y) => DeiTSoft.ComposedLoss(s, t, y), HandWritten.DeiTSoft, "term('DeiTSoft', T=3)"),
        new("DKD", (s, t, y) => Dkd.LossAndGradient(s, t, y), (s, t, y) => Dkd.ComposedLoss(s, t, y), HandWritten.Decoupled, "term('DKD', T=4, Beta=8)"),
        new("NKD", (s, t, y) => Nkd.LossAndGradient(s, t, y), (s, t, y) => Nkd.ComposedLoss(s, t, y), HandWritten.Normalized, "term('NKD', Gamma=1.5)"),
        new("DIST", (s, t, y) => Dist.LossAndGradient(s, t, y), (s, t, y) => Dist.ComposedLoss(s, t, y), HandWritten.Correlations, "term('DIST')"),
        new("WSLD", (s, t, y) => Wsld.LossAndGradient(s, t, y), (s, t, y) => Wsld.ComposedLoss(s, t, y), HandWritten.WeightedSoftLabels, "term('WSLD', T=4)"),
        new("CWTM", (s, t, y) => Cwtm.LossAndGradient(s, t, y), (s, t, y) => Cwtm.ComposedLoss(s, t, y), HandWritten.ConfidenceWeighted, "term('CWTM')"),
        new("DKPP", (s, t, y) => Dkpp.LossAndGradient(s, t, y), (s, t, y) => Dkpp.ComposedLoss(s, t, y), HandWritten.Permuted, "term('DKPP')"),
        new("MFT", (s, t, y) => Mft.LossAndGradient(s, t, y), (s, t, y) => Mft.ComposedLoss(s, t, y), HandWritten.Minifinetuning, "term('MFT')"),
        new("TopKKL, 10", (s, t, y) => TopK.LossAndGradient(s, t, y), (s, t, y) => TopK.ComposedLoss(s, t, y), HandWritten.TopK, "term('TopKKL', K=10)"),
    ];
}
