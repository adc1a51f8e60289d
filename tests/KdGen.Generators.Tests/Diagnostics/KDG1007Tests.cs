using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1007Tests
{
    [Fact]
    public void GroupsThatDoNotDivide_IsReported() => AnalyzerHarness.Reports("KDG1007", "Conv has 3 groups, which do not divide 16 input channels: use 2 or 4", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(16), Conv(32, Groups = [|3|])] public partial class Net;
        """);

    [Fact]
    public void GroupsThatDivide_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(16), Conv(32, Groups = 4)] public partial class Net;
        """);
}
