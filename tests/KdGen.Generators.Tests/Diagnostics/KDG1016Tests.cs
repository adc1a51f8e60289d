using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1016Tests
{
    [Fact]
    public void EmbeddingOfRealNumbers_IsReported() => AnalyzerHarness.Reports("KDG1016", "Embedding takes indices but receives real numbers from Input: give [Input] DType = DType.I64", """
        using KdGen;
        [Input(128)] [[|Embedding|](1000, 16), Mean, Linear(2)] public partial class Net;
        """);

    [Fact]
    public void OperatorOnIndices_IsReported() => AnalyzerHarness.Reports("KDG1016", "Linear takes real numbers but receives indices from Input: put Embedding before it", """
        using KdGen;
        [Input(128, DType = DType.I64)] [[|Linear|](2)] public partial class Net;
        """);

    [Fact]
    public void EmbeddingOfIndices_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(128, DType = DType.I64)] [Embedding(1000, 16), Mean, Linear(2)] public partial class Net;
        """);

    [Fact]
    public void Input_TakesIndices() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(128)] [[|Embedding|](1000, 16), Mean, Linear(2)] public partial class Net;
        """, "Use [Input] DType = DType.I64", """
        using KdGen;
        [Input(128, DType = DType.I64)] [Embedding(1000, 16), Mean, Linear(2)] public partial class Net;
        """);

    [Fact]
    public void Embedding_IsInserted() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(128, DType = DType.I64)] [[|Linear|](32, 2)] public partial class Net;
        """, "Insert Embedding(1000, 32)", """
        using KdGen;
        [Input(128, DType = DType.I64)] [Embedding(1000, 32), Linear(32, 2)] public partial class Net;
        """);

    [Fact]
    public void Input_TakesNumbers() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(128, DType = DType.I64)] [[|Linear|](2)] public partial class Net;
        """, "Use [Input] without DType.I64", """
        using KdGen;
        [Input(128)] [Linear(2)] public partial class Net;
        """);
}
