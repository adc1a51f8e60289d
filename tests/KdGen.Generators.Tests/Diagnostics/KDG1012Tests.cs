using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1012Tests
{
    [Fact]
    public void SumOfOtherShapes_IsReported() => AnalyzerHarness.Reports("KDG1012", "Add would broadcast 4x1x1 from B against 4x8x8 from A: a sum needs equal shapes", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [GlobalAvgPool, Reshape(4, 1, 1)] public partial class B;
            [[|Add<A, B>|]] public partial class Sum;
        }
        """);

    [Fact]
    public void SumOfBranches_IsReported() => AnalyzerHarness.Reports("KDG1012", "Parallel adds 4x8x8 from A and 5x8x8 from B: a sum needs equal shapes", """
        using KdGen;
        [Input(3, 8, 8)] [[|Parallel<A, B>|](Join.Add)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [Conv(5)] public partial class B;
        }
        """);

    [Fact]
    public void SumOfEqualShapes_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(3)] public partial class A;
            [Add<A, Net>, ReLU] public partial class Sum;
        }
        """);


    [Fact]
    public void ResidualThatWouldBroadcast_IsReported() => AnalyzerHarness.Reports("KDG1012", "Residual would broadcast the input 1x8x8 against 16x8x8 from Conv: a sum needs equal shapes", """
        using KdGen;
        [Input(1, 8, 8)] [Conv(16), [|Residual|]] public partial class Net;
        """);

    [Fact]
    public void ResidualOfAVectorAsAMap_IsReported() => AnalyzerHarness.Reports("KDG1012", "Residual would broadcast 64x1x1 from Reshape against the input 64x8x8: a sum needs equal shapes", """
        using KdGen;
        [Input(64, 8, 8)] [GlobalAvgPool, Reshape(64, 1, 1), [|Residual|]] public partial class Net;
        """);

    [Fact]
    public void BroadcastResidual_IsProjected() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(1, 8, 8)] [Conv(16), [|Residual|]] public partial class Net;
        """, "Use Shortcut.Project", """
        using KdGen;
        [Input(1, 8, 8)] [Conv(16), Residual(Shortcut.Project)] public partial class Net;
        """);

    [Fact]
    public void SmallerStage_IsUpsampled()
    {
        const string Markup = """
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(4)] public partial class A;
                [Conv(4, Stride = 2), ReLU] public partial class B;
                [[|Add<A, B>|], ReLU] public partial class Sum;
            }
            """;

        // B reads A too: a pool at the end of A would change what B gives.
        Assert.Equal(["Add Upsample(2) to B"], CodeFixHarness.Titles(Markup));
        CodeFixHarness.Fixes(Markup, "Add Upsample(2) to B", """
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(4)] public partial class A;
                [Conv(4, Stride = 2), ReLU, Upsample(2)] public partial class B;
                [Add<A, B>, ReLU] public partial class Sum;
            }
            """);
    }

    [Fact]
    public void LargerBranch_IsPooled()
    {
        const string Markup = """
            using KdGen;
            [Input(3, 8, 8)] [[|Parallel<A, B>|](Join.Mean)] public partial class Net
            {
                [Conv(4)] public partial class A;
                [Conv(4, Stride = 4)] public partial class B;
            }
            """;
        Assert.Equal(["Add AvgPool(4) to A", "Add Upsample(4) to B"], CodeFixHarness.Titles(Markup));
        CodeFixHarness.Fixes(Markup, "Add AvgPool(4) to A", """
            using KdGen;
            [Input(3, 8, 8)] [Parallel<A, B>(Join.Mean)] public partial class Net
            {
                [Conv(4), AvgPool(4)] public partial class A;
                [Conv(4, Stride = 4)] public partial class B;
            }
            """);
    }

    [Fact]
    public void OtherChannels_HaveNoFix() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 8, 8)] [[|Parallel<A, B>|](Join.Add)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [Conv(5, Stride = 2)] public partial class B;
        }
        """));

    [Fact]
    public void BranchesThatFitAtAnotherPlace_HaveNoFix() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [[|Parallel<A, B>|](Join.Add)] public partial class Block
        {
            [Arg] public const int S = 1;
            [Conv(4)] public partial class A;
            [Conv(4, Stride = S)] public partial class B;
        }
        [Input(3, 8, 8)] [Repeat<Block>(1), Repeat<Block>(1, 2)] public partial class Net;
        """));
}
