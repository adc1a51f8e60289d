using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1014Tests
{
    [Fact]
    public void ShuffleThatDoesNotDivide_IsReported() => AnalyzerHarness.Reports("KDG1014", "Shuffle splits 30 channels into 4, which does not divide them: use 3 or 5", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), Shuffle([|4|])] public partial class Net;
        """);

    [Fact]
    public void SplitThatDoesNotDivide_IsReported() => AnalyzerHarness.Reports("KDG1014", "Parallel splits 3 channels into 2, which does not divide them: use a multiple of 2", """
        using KdGen;
        [Input(3, 8, 8)] [[|Parallel<A, B>|](Join.Cat, Split = true)] public partial class Net
        {
            [Identity] public partial class A;
            [Conv(4)] public partial class B;
        }
        """);

    [Fact]
    public void GroupsThatDivide_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(4, 8, 8)] [Shuffle(2)] public partial class Net;
        """);

    [Fact]
    public void Divisor_IsUsed() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), Shuffle([|4|])] public partial class Net;
        """, "Use 5", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), Shuffle(5)] public partial class Net;
        """);

    [Fact]
    public void BothDivisors_AreOffered() => Assert.Equal<string>(["Use 3", "Use 5"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(30), Shuffle([|4|])] public partial class Net;
        """));
}
