using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1001Tests
{
    [Fact]
    public void OtherChannels_IsReported() => AnalyzerHarness.Reports("KDG1001", "Conv states 256 input channels but receives 128 from Conv", """
        using KdGen;
        [Input(3, 32, 32)] [Conv(3, 128), ReLU, Conv([|256|], 64)] public partial class Net;
        """);

    [Fact]
    public void NamedArgument_IsReported() => AnalyzerHarness.Reports("KDG1001", "Conv states 1 input channels but receives 3 from Input", """
        using KdGen;
        [Input(3, 32, 32)] [MaxPool(2), Conv(outChannels: 64, inChannels: [|1|])] public partial class Net;
        """);

    [Fact]
    public void Constant_IsReported() => AnalyzerHarness.Reports("KDG1001", "Conv states 8 input channels but receives 3 from Input", """
        using KdGen;
        [Input(3, 32, 32)] [Conv([|C * 2|], 64)] public partial class Net { private const int C = 4; }
        """);

    [Fact]
    public void FirstOfTwo_IsReported() => AnalyzerHarness.Reports("KDG1001", "Conv states 4 input channels but receives 3 from Input", """
        using KdGen;
        [Input(3, 32, 32)] [Conv([|4|], 8), Conv(8, 16)] public partial class Net;
        """);

    [Fact]
    public void RightChannels_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(3, 128), ReLU, Conv(128, 64)] public partial class Net;
        """);

    [Fact]
    public void InferredChannels_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(128), ReLU, Conv(64)] public partial class Net;
        """);
}
