using KdGen.Compiler.Emit;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>What losses look like as composed operators.</summary>
public sealed class LossEmissionTests
{
    [Theory]
    [InlineData("Decoupled", "DistillLoss(Kind.CE, LabelSmoothing = 0.1, IgnoreIndex = 255), DistillLoss(Kind.DKD, T = 4, Standardize = true), DistillLoss(Kind.NKD)")]
    [InlineData("Divergences", "DistillLoss(Kind.ReverseKL), DistillLoss(Kind.JSD, T = 2, Beta = 0.3), DistillLoss(Kind.TVD), DistillLoss(Kind.LogitMse), DistillLoss(Kind.DeiTSoft, T = 3), DistillLoss(Kind.HardLabel)")]
    [InlineData("Binary", "DistillLoss(Kind.BCE, Weight = 0.5), DistillLoss(Kind.BinaryKL, T = 2, Weight = 0.5)")]
    [InlineData("Correlations", "DistillLoss(Kind.BCE), DistillLoss(Kind.DIST, T = 4), DistillLoss(Kind.MultiMargin, P = 2)")]
    [InlineData("Confidence", "DistillLoss(Kind.WSLD), DistillLoss(Kind.CWTM), DistillLoss(Kind.MFT, T = 2)")]
    [InlineData("TeacherChanges", "DistillLoss(Kind.CE, SoftTargets = true), DistillLoss(Kind.DKPP), DistillLoss(Kind.TopKKL, K = 3), DistillLoss(Kind.TopKKL, K = 3, Tail = true)")]
    public void Loss_ReadsLikeItsFormula(string name, string losses)
        => Golden.Verify($"{name}.Loss", LossEmitter.Emit(Samples.Distill(losses), LossPlanner.Plan(Samples.Distill(losses))));
}
