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
}
