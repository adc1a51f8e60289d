using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1012Tests
{
    [Fact]
    public void SumOfOtherShapes_IsReported() => AnalyzerHarness.Reports("KDG1012", "Add adds 4x8x8 from A and 4x1x1 from B: a sum needs equal shapes", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [GlobalAvgPool, Reshape(4, 1, 1)] public partial class B;
            [[|Add<A, B>|]] public partial class Sum;
        }
        """);

    [Fact]
    public void SumOfBranches_IsReported() => AnalyzerHarness.Reports("KDG1012", "Parallel adds 4x8x8 from A and 5x8x8 from B: a sum needs equal shapes", """
        using KdGen;
        [Input(3, 8, 8)] [[|Parallel<A, B>|](Join.Add)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [Conv(5)] public partial class B;
        }
        """);

    [Fact]
    public void SumOfEqualShapes_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(3)] public partial class A;
            [Add<A, Net>, ReLU] public partial class Sum;
        }
        """);
}
