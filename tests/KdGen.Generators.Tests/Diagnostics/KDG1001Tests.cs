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
    public void NamedArgument_IsReported() => AnalyzerHarness.Reports("KDG1001", "Conv states 1 input channel but receives 3 from Input", """
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

    [Fact]
    public void ChannelsFromConv_AreNamed() => AnalyzerHarness.PointsTo("""
        using KdGen;
        [Input(3, 32, 32)] [{|Conv|}(3, 128), ReLU, Conv(256, 64)] public partial class Net;
        """);

    [Fact]
    public void ChannelsFromInput_AreNamed() => AnalyzerHarness.PointsTo("""
        using KdGen;
        [{|Input|}(3, 32, 32)] [MaxPool(2), Conv(1, 64)] public partial class Net;
        """);

    [Fact]
    public void ReceivedChannels_AreSet() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(3, 128), ReLU, Conv([|256|], 64, Kernel = 5)] public partial class Net;
        """, "Use 128", """
        using KdGen;
        [Input(3, 32, 32)] [Conv(3, 128), ReLU, Conv(128, 64, Kernel = 5)] public partial class Net;
        """);

    [Fact]
    public void Channels_AreInferred() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(outChannels: 64, inChannels: [|1|])] public partial class Net;
        """, "Infer the channels: Conv(64)", """
        using KdGen;
        [Input(3, 32, 32)] [Conv(outChannels: 64)] public partial class Net;
        """);

    [Fact]
    public void BlockOfManyPlaces_IsOnlyInferred() => Assert.Equal<string>(["Infer the channels: Conv(C)"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(4, 8, 8)] [Repeat<Block>(2, 4)] public partial class Net;
        [Conv([|3|], C)] public partial class Block { [Arg] public const int C = 4; }
        """));
}
