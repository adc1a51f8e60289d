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

    [Fact]
    public void PoolThatMadeTheMapSmall_IsNamed() => AnalyzerHarness.PointsTo("""
        using KdGen;
        [Input(3, 4, 4)] [{|MaxPool|}(2), MaxPool(4)] public partial class Net;
        """);

    [Fact]
    public void Kernel_IsReduced() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 4, 4)] [Conv(8, Kernel = [|5|], Pad = 0)] public partial class Net;
        """, "Use 4", """
        using KdGen;
        [Input(3, 4, 4)] [Conv(8, Kernel = 4, Pad = 0)] public partial class Net;
        """);

    [Fact]
    public void Padding_IsAdded() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 4, 4)] [Conv(8, Kernel = [|5|], Pad = 0)] public partial class Net;
        """, "Use Pad = 1", """
        using KdGen;
        [Input(3, 4, 4)] [Conv(8, Kernel = 5, Pad = 1)] public partial class Net;
        """);

    [Fact]
    public void DefaultKernel_IsWritten() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 2, 2)] [[|Conv|](8, Pad = 0)] public partial class Net;
        """, "Use 2", """
        using KdGen;
        [Input(3, 2, 2)] [Conv(8, Pad = 0, Kernel = 2)] public partial class Net;
        """);

    [Fact]
    public void LastPool_IsRemoved() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 4, 4)] [MaxPool(2), ReLU, AvgPool([|4|])] public partial class Net;
        """, "Remove MaxPool before it (4x4)", """
        using KdGen;
        [Input(3, 4, 4)] [ReLU, AvgPool(4)] public partial class Net;
        """);

    [Fact]
    public void LastPoolOfAStage_IsRemovedThere() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 4, 4)] public partial class Net
        {
            [Conv(4), MaxPool(2)] public partial class Stem;
            [AvgPool([|4|])] public partial class Tail;
        }
        """, "Remove MaxPool before it (4x4)", """
        using KdGen;
        [Input(3, 4, 4)] public partial class Net
        {
            [Conv(4)] public partial class Stem;
            [AvgPool(4)] public partial class Tail;
        }
        """);

    [Fact]
    public void PaddingOfAPool_IsAtMostHalf() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 4, 4)] [MaxPool(2), MaxPool([|4|])] public partial class Net;
        """, "Use Pad = 1", """
        using KdGen;
        [Input(3, 4, 4)] [MaxPool(2), MaxPool(4, Pad = 1)] public partial class Net;
        """);

    [Fact]
    public void PoolThatIsStillTooSmall_IsNotRemoved() => Assert.Equal<string>(["Use 2", "Use Pad = 2"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 4, 4)] [MaxPool(2), Conv(8, Kernel = [|5|], Pad = 0)] public partial class Net;
        """));

    [Fact]
    public void HugeKernel_HasOnlySmallChanges() => Assert.Equal<string>(["Use 4"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 4, 4)] [MaxPool([|2000000000|])] public partial class Net;
        """));

    [Theory]
    [InlineData("MaxPool([|2|])", "kernel 2 does not fit a 1x1 map from Input: remove it")]
    [InlineData("Conv(4, Kernel = [|3|], Pad = 0)", "kernel 3 does not fit a 1x1 map from Input: use 1")]
    public void SingleValue_LeavesOneKernel(string layer, string message) => AnalyzerHarness.Reports("KDG1005", message, $"""
        using KdGen;
        [Input(3, 1, 1)] [{layer}, Flatten, Linear(10)] public partial class Net;
        """);
}
