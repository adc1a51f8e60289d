using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1013Tests
{
    [Fact]
    public void CatOfOtherSizes_IsReported() => AnalyzerHarness.Reports("KDG1013", "Cat concatenates 4x8x8 from A and 4x4x4 from B: all but the channels must be equal, pool or upsample one of them", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [MaxPool(2)] public partial class B;
            [[|Cat<A, B>|]] public partial class Both;
        }
        """);

    [Fact]
    public void CatOfOtherChannels_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [Cat<A, Net>, Conv(2)] public partial class Both;
        }
        """);


    [Fact]
    public void SmallerStage_IsUpsampled()
    {
        const string Markup = """
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(4)] public partial class A;
                [From<Net>, MaxPool(2)] public partial class B;
                [[|Cat<A, B>|], Conv(2)] public partial class Both;
            }
            """;
        Assert.Equal(["Add AvgPool(2) to A", "Add Upsample(2) to B"], CodeFixHarness.Titles(Markup));
        CodeFixHarness.Fixes(Markup, "Add Upsample(2) to B", """
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(4)] public partial class A;
                [From<Net>, MaxPool(2), Upsample(2)] public partial class B;
                [Cat<A, B>, Conv(2)] public partial class Both;
            }
            """);
        CodeFixHarness.Fixes(Markup, "Add AvgPool(2) to A", """
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(4), AvgPool(2)] public partial class A;
                [From<Net>, MaxPool(2)] public partial class B;
                [Cat<A, B>, Conv(2)] public partial class Both;
            }
            """);
    }

    [Fact]
    public void OddSizes_HaveNoFix() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 7, 7)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [From<Net>, MaxPool(3, Stride = 2)] public partial class B;
            [[|Cat<A, B>|], Conv(2)] public partial class Both;
        }
        """));

    [Fact]
    public void Signals_ArePooled()
    {
        const string Markup = """
            using KdGen;
            [Input(3, 8)] [[|Parallel<A, B>|](Join.Cat)] public partial class Net
            {
                [Conv(4)] public partial class A;
                [Conv(4, Stride = 2)] public partial class B;
            }
            """;
        Assert.Equal(["Add AvgPool(2) to A"], CodeFixHarness.Titles(Markup));
        CodeFixHarness.Fixes(Markup, "Add AvgPool(2) to A", """
            using KdGen;
            [Input(3, 8)] [Parallel<A, B>(Join.Cat)] public partial class Net
            {
                [Conv(4), AvgPool(2)] public partial class A;
                [Conv(4, Stride = 2)] public partial class B;
            }
            """);
    }
}
