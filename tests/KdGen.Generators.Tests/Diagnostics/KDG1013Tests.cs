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
}
