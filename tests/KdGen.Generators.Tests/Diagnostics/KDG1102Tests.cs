using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1102Tests
{
    [Theory]
    [InlineData("ReLU")]
    [InlineData("GELU")]
    [InlineData("Tanh")]
    [InlineData("LeakyReLU(0.2)")]
    public void StudentThatEndsSo_IsReported(string activation) => AnalyzerHarness.Reports(
        "KDG1102", $"{activation.Split('(')[0]} stands behind Linear, which gives the logits of Small: remove it", $$"""
        using KdGen;
        [Student, Input(4)] [Linear(3), [|{{activation.Split('(')[0]}}|]{{activation.Substring(activation.Split('(')[0].Length)}}] public partial class Small;
        """);

    [Fact]
    public void InAStageOfItsOwn_IsReported() => AnalyzerHarness.Reports("KDG1102", "ReLU stands behind Linear, which gives the logits of Net: remove it", """
        using KdGen;
        [Teacher, Input(4)] public partial class Net { [Linear(8), ReLU] public partial class Body; [Linear(3)] public partial class Head; [[|ReLU|], Dropout(0.1)] public partial class End; }
        """);

    [Fact]
    public void ModelThatALossReads_IsReported() => AnalyzerHarness.Reports("KDG1102", "Sigmoid stands behind Linear, which gives the logits of Net: remove it", """
        using KdGen;
        [Input(4)] [Linear(3), [|Sigmoid|]] public partial class Net;
        [Train<Net>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void RoleAndRecipes_AreReportedOnce() => AnalyzerHarness.Reports("KDG1102", "ReLU stands behind Linear, which gives the logits of Small: remove it", """
        using KdGen;
        [Teacher, Input(4)] [Linear(8), ReLU, Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3), [|ReLU|]] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2), Adam] public partial class First;
        [Train<Small>, Adam] public partial class Second;
        """);

    [Fact]
    public void FamilyAndItsMembers_AreReportedOnce() => AnalyzerHarness.Reports("KDG1102", "ReLU stands behind Linear, which gives the logits of Family: remove it", """
        using KdGen;
        [Input(4)] public partial class Family { [Arg] public const int N = 8; [Linear(N), ReLU] public partial class Body; [Linear(3), [|ReLU|]] public partial class Head; }
        [Student, Args(6)] public partial class Narrow : Family;
        [Teacher, Args(16)] public partial class Wide : Family;
        [Distill<Wide, Narrow>, DistillLoss(Kind.KL, T = 2), Adam] public partial class Recipe;
        """);

    [Fact]
    public void WhatGivesNoLogits_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(4)] [Linear(3), ReLU] public partial class Features;
        [Student, Input(4)] [Linear(3), Sigmoid] public partial class ManyLabels;
        [Teacher, Input(3, 8, 8)] [Conv(16), ReLU] public partial class Backbone;
        [Student, Input(3, 8, 8)] [Conv(10, Kernel = 1), ReLU, GlobalAvgPool] public partial class Squeeze;
        [Student, Input(4)] [Linear(3), ReLU, BatchNorm] public partial class Normed;
        [Student, Input(4)] public partial class Summed { [Linear(4), Residual, ReLU] public partial class Only; }
        """);

    [Fact]
    public void FeatureThatAHintReads_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(4)] public partial class Big { [Linear(8), ReLU] public partial class Body; }
        [Input(4)] public partial class Small { [Linear(8), ReLU] public partial class Body; }
        [Distill<Big, Small>, DistillLoss<Big.Body, Small.Body>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_RemovesIt() => CodeFixHarness.Fixes(
        "using KdGen;\n[Student, Input(4)] [Linear(8), ReLU, Linear(3), [|ReLU|], Dropout] public partial class Small;\n",
        "Remove ReLU",
        "using KdGen;\n[Student, Input(4)] [Linear(8), ReLU, Linear(3), Dropout] public partial class Small;\n");
}
