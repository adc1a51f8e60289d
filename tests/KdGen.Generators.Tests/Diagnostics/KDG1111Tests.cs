using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1111Tests
{
    [Fact]
    public void OperatorsBesideAForward_IsReported() => AnalyzerHarness.Reports("KDG1111", "Net has operators and a Forward of its own: put the operators into a stage", """
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8), Shape(2), Conv(2)] public partial class [|Net|] { Tensor Forward(Tensor x) => x; }
        """);

    [Fact]
    public void BlockInItself_IsReported() => AnalyzerHarness.Reports("KDG1111", "Block contains itself: use another block inside it", """
        using KdGen;
        [Repeat<Block>(1)] public partial class [|Block|] { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(1)] public partial class Net;
        """);

    [Fact]
    public void TwoWeightsOfOneName_IsReported() => AnalyzerHarness.Reports("KDG1111", "Net has two weights called a.weight: give one of their operators or stages another Key", """
        using KdGen;
        [Input(3, 8, 8)] public partial class [|Net|]
        {
            [Key("a"), Conv(2)] public partial class A;
            [Key("a"), Conv(2)] public partial class B;
        }
        """);

    [Fact]
    public void ResidualThatStandsFirst_IsReported() => AnalyzerHarness.Reports("KDG1111", "Residual stands first: it adds the input to what operators before it made of it", """
        using KdGen;
        [Input(3, 8, 8)] [[|Residual|], Conv(3)] public partial class Net;
        """);

    [Fact]
    public void FromInTheMiddle_IsReported() => AnalyzerHarness.Reports("KDG1111", "From stands in the middle of a list: it says where a stage's input comes from: put it first in the list of a stage", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(3)] public partial class A;
            [Conv(3), [|From<A>|]] public partial class B;
        }
        """);

    [Fact]
    public void GrowingBlocksOfAFamily_IsReported() => AnalyzerHarness.Reports("KDG1111", "Repeat repeats Grow, which changes the shape each time, N times: state the number: what stands behind depends on it", """
        using KdGen;
        public partial class Grow
        {
            [Conv(4)] public partial class New;
            [Cat<Grow, New>] public partial class All;
        }
        [Input(3, 8, 8)] public partial class Net
        {
            [Arg] public const int N = 2;
            [Repeat<Grow>([|N|])] public partial class Stage;
        }
        """);

    [Fact]
    public void StagesAlone_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net { [Conv(2)] public partial class A; }
        """);


    [Fact]
    public void ResidualThatStandsFirst_IsRemoved() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] [[|Residual|], Conv(3)] public partial class Net;
        """, "Remove Residual", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(3)] public partial class Net;
        """);

    [Fact]
    public void FromInTheMiddle_IsPutFirst() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(3)] public partial class A;
            [Conv(3), [|From<A>|], ReLU] public partial class B;
        }
        """, "Put From first", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(3)] public partial class A;
            [From<A>, Conv(3), ReLU] public partial class B;
        }
        """);

    [Fact]
    public void NumberOfGrowingBlocks_IsStated() => CodeFixHarness.Fixes("""
        using KdGen;
        public partial class Grow
        {
            [Conv(4)] public partial class New;
            [Cat<Grow, New>] public partial class All;
        }
        [Input(3, 8, 8)] public partial class Net
        {
            [Arg] public const int N = 2;
            [Repeat<Grow>([|N|])] public partial class Stage;
        }
        """, "Use 2", """
        using KdGen;
        public partial class Grow
        {
            [Conv(4)] public partial class New;
            [Cat<Grow, New>] public partial class All;
        }
        [Input(3, 8, 8)] public partial class Net
        {
            [Arg] public const int N = 2;
            [Repeat<Grow>(2)] public partial class Stage;
        }
        """);

    [Fact]
    public void BlocksThatGrowWithoutEnd_AreReportedOnce() => AnalyzerHarness.Reports("KDG1111", "Grow makes a model of more than 1,000 blocks that all differ: repeat fewer", """
        using KdGen;
        public partial class [|Grow|]
        {
            [Conv(4)] public partial class New;
            [Cat<Grow, New>] public partial class All;
        }
        [Input(3, 8, 8)] public partial class Net { [Repeat<Grow>(2000)] public partial class Stage; }
        """);
}
