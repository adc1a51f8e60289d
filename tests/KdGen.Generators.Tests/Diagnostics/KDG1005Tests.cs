using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1005Tests
{
    [Fact]
    public void PoolOnASmallMap_IsReported() => AnalyzerHarness.Reports("KDG1005", "kernel 4 does not fit a 2x2 map from MaxPool: use 2 or less", """
        using KdGen;
        [Input(3, 4, 4)] [MaxPool(2), MaxPool([|4|])] public partial class Net;
        """);

    [Fact]
    public void ConvWithoutPadding_IsReported() => AnalyzerHarness.Reports("KDG1005", "kernel 5 does not fit a 4x4 map from Input: use 4 or less", """
        using KdGen;
        [Input(3, 4, 4)] [Conv(8, Kernel = [|5|], Pad = 0)] public partial class Net;
        """);

    [Fact]
    public void KernelThatFits_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 4, 4)] [Conv(8, Kernel = 5), MaxPool(4)] public partial class Net;
        """);
}
