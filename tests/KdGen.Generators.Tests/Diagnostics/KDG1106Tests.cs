using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1106Tests
{
    private const string Stages = "Net has stages on several parts, whose order is not fixed: put all on one part";

    [Fact]
    public void OperatorsOnTwoParts_AreReportedOnce() => AnalyzerHarness.Reports("KDG1106", "Net has operators on several parts, whose order is not fixed: put all on one part", """
        using KdGen;
        [Input(3, 8, 8)] [Linear(10)] public partial class [|Net|];
        [Flatten] public partial class Net;
        """);

    [Fact]
    public void OperatorsBesideStages_AreReported() => AnalyzerHarness.Reports("KDG1106", "Net has operators and stages, whose order is not fixed: put the operators into a stage", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(2)] public partial class [|Net|] { [Linear(2)] public partial class A; }
        """);

    [Fact]
    public void OperatorsBesideStagesAndAForward_AreTheOnlyError() => AnalyzerHarness.Reports("KDG1106", "Net has operators and stages, whose order is not fixed: put the operators into a stage", """
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8)] [Conv(2)] public partial class [|Net|] { [Conv(2)] public partial class A; Tensor Forward(Tensor x) => a.call(x); }
        """);

    [Fact]
    public void OperatorsOnTwoPartsBesideStages_AreReportedOnce() => AnalyzerHarness.Reports("KDG1106", "Net has operators on several parts, whose order is not fixed: put all on one part", """
        using KdGen;
        [Input(3, 8, 8)] [Linear(10)] public partial class [|Net|] { [Conv(2)] public partial class A; }
        [Flatten] public partial class Net { [Conv(2)] public partial class B; }
        """);

    [Fact]
    public void StagesOnTwoParts_AreReported() => AnalyzerHarness.Reports("KDG1106", Stages, """
        using KdGen;
        [Input(3, 8, 8)] public partial class [|Net|] { [Linear(10)] public partial class Head; }
        public partial class Net { [Flatten] public partial class Flat; }
        """);

    [Fact]
    public void StagesOfABlockOnTwoParts_AreReportedOnce() => AnalyzerHarness.Reports("KDG1106", Stages.Replace("Net", "Block", StringComparison.Ordinal), """
        using KdGen;
        public partial class [|Block|] { [Conv(3)] public partial class A; }
        public partial class Block { [ReLU] public partial class B; }
        [Input(3, 8, 8)] public partial class Net { [Repeat<Block>(2)] public partial class Body; [Repeat<Block>(1)] public partial class More; [GlobalAvgPool, Linear(2)] public partial class Head; }
        """);

    [Fact]
    public void StagesInTwoFiles_AreReported()
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(Compilations.Create(
            "using KdGen; [Input(3, 8, 8)] public partial class Net { [Conv(4)] public partial class A; }",
            "using KdGen; public partial class Net { [Conv(2)] public partial class B; }")));
        Assert.Equal("KDG1106", diagnostic.Id);
        Assert.Equal(Stages, diagnostic.GetMessage());
    }

    [Fact]
    public void OtherAttributesOnAnotherPart_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net;
        [Flatten, Linear(10)] [Teacher] public partial class Net;
        public partial class Net { public int Mine => 1; }
        """);

    [Fact]
    public void BranchesOnAnotherPart_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net { [Parallel<Left, Right>(Join.Add)] public partial class Both; [Conv(4)] public partial class Left; }
        public partial class Net { [Conv(4)] public partial class Right; }
        """);

    [Fact]
    public void StagesOfAForwardOnTwoParts_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8), Shape<A>] public partial class Net { [Conv(3)] public partial class A; Tensor Forward(Tensor x) => a.call(b.call(x)); }
        public partial class Net { [Conv(3)] public partial class B; }
        """);

    [Fact]
    public void CodeBesideStages_IsSilentAndTheirOrderIsThatOfTheirAttributes()
    {
        // The part with code stands first, and B in it before A: what counts is where the attributes are.
        AnalyzerHarness.IsSilent("""
            using KdGen;
            public partial class Net { public partial class B { public int Mine => 1; } public int Width => 4; }
            [Input(3, 8, 8)] public partial class Net { [Flatten] public partial class A; [Linear(192, 2)] public partial class B; }
            public partial class Net { public partial class A { public int Mine => 2; } }
            """);
        Assert.Equal(
            ["A", "B"],
            Parsed.Module("""
                using KdGen;
                public partial class Net { partial class B { partial class Inside { } } }
                [Input(3, 8, 8)] public partial class Net { [Flatten] partial class A; partial class B { [Linear(2)] partial class Inside; } }
                """).Stages.Select(stage => stage.Type.Name));
    }
}
