using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1004Tests
{
    [Fact]
    public void VectorIntoConv_IsReported() => AnalyzerHarness.Reports("KDG1004", "Conv needs a map but receives a vector of 3072 from Input: put it before Flatten", """
        using KdGen;
        [Input(3, 32, 32)] [Flatten, [|Conv|](16)] public partial class Net;
        """);

    [Fact]
    public void VectorIntoPool_IsReported() => AnalyzerHarness.Reports("KDG1004", "MaxPool needs a map but receives a vector of 8 from Input: give [Input] channels, height and width", """
        using KdGen;
        [Input(8)] [[|MaxPool|](2)] public partial class Net;
        """);

    [Fact]
    public void MapIntoConv_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(16), Flatten] public partial class Net;
        """);
}
