using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1011Tests
{
    [Fact]
    public void ResidualOfOtherChannels_IsReported() => AnalyzerHarness.Reports("KDG1011", "Residual adds the input 3x8x8 to 4x8x8 from Conv: use Residual(Shortcut.Project), or Shortcut.IfSame to leave it out", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(4), [|Residual|]] public partial class Net;
        """);

    [Fact]
    public void ProjectionThatCannotReachTheSize_IsReported() => AnalyzerHarness.Reports("KDG1011", "Residual adds the input 3x8x8 to 4x6x6 from Conv: no stride of a 1x1 convolution gives that size, so pad or pool to a whole fraction of the input's", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(4, Pad = 0), [|Residual|](Shortcut.Project)] public partial class Net;
        """);

    [Fact]
    public void ResidualThatProjects_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(4, Stride = 2), Residual(Shortcut.Project)] public partial class Net;
        """);


    [Fact]
    public void ResidualOfAnotherKind_IsReported() => AnalyzerHarness.Reports("KDG1011", "Residual adds the input 3x8x8 to 10 from Linear: they are of different kinds, so leave it out (Shortcut.IfSame)", """
        using KdGen;
        [Input(3, 8, 8)] [Flatten, Linear(10), [|Residual|]] public partial class Net;
        """);

    [Fact]
    public void Projection_IsOfferedFirst()
    {
        const string Markup = """
            using KdGen;
            [Input(3, 8, 8)] [Conv(4, Stride = 2), [|Residual|], ReLU] public partial class Net;
            """;
        Assert.Equal(["Use Shortcut.Project", "Use Shortcut.IfSame"], CodeFixHarness.Titles(Markup));
        CodeFixHarness.Fixes(Markup, "Use Shortcut.Project", """
            using KdGen;
            [Input(3, 8, 8)] [Conv(4, Stride = 2), Residual(Shortcut.Project), ReLU] public partial class Net;
            """);
        CodeFixHarness.Fixes(Markup, "Use Shortcut.IfSame", """
            using KdGen;
            [Input(3, 8, 8)] [Conv(4, Stride = 2), Residual(Shortcut.IfSame), ReLU] public partial class Net;
            """);
    }

    [Fact]
    public void ProjectionThatNoStrideGives_IsNotOffered()
    {
        const string Markup = """
            using KdGen;
            [Input(3, 8, 8)] [Conv(4, Pad = 0), [|Residual|]] public partial class Net;
            """;
        Assert.Equal(["Use Shortcut.IfSame"], CodeFixHarness.Titles(Markup));
    }

    [Fact]
    public void ProjectionInABlock_IsRightAtAllItsPlaces() => CodeFixHarness.Fixes("""
        using KdGen;
        [Conv(C, Stride = S), BatchNorm, [|Residual|], ReLU] public partial class Block { [Arg] public const int C = 8, S = 1; }
        [Input(8, 8, 8)] [Repeat<Block>(2), Repeat<Block>(2, 16, Stride = 2)] public partial class Net;
        """, "Use Shortcut.Project", """
        using KdGen;
        [Conv(C, Stride = S), BatchNorm, Residual(Shortcut.Project), ReLU] public partial class Block { [Arg] public const int C = 8, S = 1; }
        [Input(8, 8, 8)] [Repeat<Block>(2), Repeat<Block>(2, 16, Stride = 2)] public partial class Net;
        """);

    [Fact]
    public void BlockWithAPlaceThatNoStrideGives_OffersNoProjection()
    {
        const string Markup = """
            using KdGen;
            [Conv(C, Stride = S, Pad = P), [|Residual|]] public partial class Block { [Arg] public const int C = 8, S = 1, P = 1; }
            [Input(3, 8, 8)] [Repeat<Block>(1), Repeat<Block>(1, 8, 1, 0)] public partial class Net;
            """;
        Assert.Equal(["Use Shortcut.IfSame"], CodeFixHarness.Titles(Markup));
    }
}
