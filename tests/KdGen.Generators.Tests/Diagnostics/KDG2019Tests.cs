using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2019Tests
{
    [Fact]
    public void LargerStudent_IsReported() => AnalyzerHarness.Reports("KDG2019", "student DeepNN has 3,499 parameters, more than teacher LightNN with 35", """
        using KdGen;
        [Teacher, Input(4)] [Linear(437), ReLU, Linear(3)] public partial class DeepNN;
        [Student, Input(4)] [Linear(4), ReLU, Linear(3)] public partial class LightNN;
        [Distill<LightNN, [|DeepNN|]>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;
        """);

    [Fact]
    public void EqualOnes_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(8), ReLU, Linear(3)] public partial class First;
        [Student, Input(4)] [Linear(8), ReLU, Linear(3)] public partial class Second;
        [Student, Input(4)] [Linear(8), ReLU, Linear(3)] public partial class Third;
        [Distill<First, Second>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Generation1;
        [Distill<Second, Third>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Generation2;
        [Distill<First, First>, DistillLoss(Kind.CE), DistillLoss(Kind.KL), Adam] public partial class Itself;
        """);

    [Fact]
    public void WhatIsNotKnownWholly_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        public class Hand() : nn.Module<Tensor, Tensor>("Hand") { public override Tensor forward(Tensor input) => input.alias(); }
        [Input(4), Shape(3)] public partial class ByHand { [Linear(3)] public partial class Head; Tensor Forward(Tensor x) => head.call(x); }
        [Student, Input(4)] [Linear(99), ReLU, Linear(3)] public partial class Large;
        [Distill<Hand, Large>, DistillLoss(Kind.KL, T = 4), Adam] public partial class First;
        [Distill<ByHand, Large>, DistillLoss(Kind.KL, T = 4), Adam] public partial class Second;
        """);
}
