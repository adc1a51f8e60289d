using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1009Tests
{
    [Fact]
    public void HeadsThatDoNotDivideTheFeatures_IsReported() => AnalyzerHarness.Reports("KDG1009", "5 heads do not divide 192 features: use 4 or 6", """
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Attention([|5|])] public partial class Net;
        """);

    [Fact]
    public void HeadsThatDivide_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Attention(6)] public partial class Net;
        """);
}
