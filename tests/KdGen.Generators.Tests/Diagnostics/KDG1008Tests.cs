using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1008Tests
{
    [Fact]
    public void GroupsThatDoNotDivideTheChannels_IsReported() => AnalyzerHarness.Reports("KDG1008", "GroupNorm has 8 groups, which do not divide 30 channels: use 6 or 10", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), GroupNorm([|8|])] public partial class Net;
        """);

    [Fact]
    public void GroupsThatDivide_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(32), GroupNorm(8)] public partial class Net;
        """);
}
