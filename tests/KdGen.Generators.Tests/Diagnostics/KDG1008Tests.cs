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

    [Fact]
    public void Divisor_IsUsed() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), GroupNorm([|8|])] public partial class Net;
        """, "Use 10", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), GroupNorm(10)] public partial class Net;
        """);

    [Fact]
    public void BothDivisors_AreOffered() => Assert.Equal<string>(["Use 6", "Use 10"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), GroupNorm([|8|])] public partial class Net;
        """));
}
