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

    [Fact]
    public void Divisor_IsUsed() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(16), Conv(32, Groups = [|3|])] public partial class Net;
        """, "Use 4", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(16), Conv(32, Groups = 4)] public partial class Net;
        """);

    [Fact]
    public void BothDivisors_AreOffered() => Assert.Equal<string>(["Use 2", "Use 4"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(16), Conv(32, Groups = [|3|])] public partial class Net;
        """));

    [Fact]
    public void GroupsOverArgs_AreLeft() => Assert.Equal<string>([], CodeFixHarness.Titles("""
        using KdGen;
        [Input(16, 8, 8)] [Conv(32, Groups = [|G|])] public partial class Net { [Arg] public const int G = 3; }
        """));
}
