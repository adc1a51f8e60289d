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

    [Fact]
    public void Flatten_IsMovedBehind() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [Flatten, ReLU, [|Conv|](16), Linear(10)] public partial class Net;
        """, "Move Flatten behind Conv (3x32x32)", """
        using KdGen;
        [Input(3, 32, 32)] [ReLU, Conv(16), Flatten, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void FlattenBeforeAGlobalPool_IsRemoved() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [Flatten, [|GlobalAvgPool|], Linear(10)] public partial class Net;
        """, "Remove Flatten (3x32x32)", """
        using KdGen;
        [Input(3, 32, 32)] [GlobalAvgPool, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void MapIntoAttention_BecomesASequence() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(16, 4, 4)] [[|Attention|](2)] public partial class Net;
        """, "Insert Reshape(16, -1), Permute(1, 0)", """
        using KdGen;
        [Input(16, 4, 4)] [Reshape(16, -1), Permute(1, 0), Attention(2)] public partial class Net;
        """);

    [Fact]
    public void LayerNormOfAMap_IsGroupNorm() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(8), [|LayerNorm|](Eps = 1e-6)] public partial class Net;
        """, "Use GroupNorm(1, Eps = 1E-06)", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(8), GroupNorm(1, Eps = 1E-06)] public partial class Net;
        """);

    [Fact]
    public void GroupNormOfAVector_IsLayerNorm() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(8)] [[|GroupNorm|](2)] public partial class Net;
        """, "Use LayerNorm", """
        using KdGen;
        [Input(8)] [LayerNorm] public partial class Net;
        """);

    [Fact]
    public void VectorFromInput_HasNoCertainFix() => Assert.Equal<string>([], CodeFixHarness.Titles("""
        using KdGen;
        [Input(8)] [[|MaxPool|](2)] public partial class Net;
        """));

    [Theory]
    [InlineData("[Flatten, [|Conv|](8), ReLU, Linear(10)]", "Move Flatten behind Conv (3x8x8)", "[Conv(8), Flatten, ReLU, Linear(10)]")]
    [InlineData("[Flatten, [|Conv|](8), ReLU, MaxPool(2), Linear(10)]", "Move Flatten behind MaxPool (3x8x8)", "[Conv(8), ReLU, MaxPool(2), Flatten, Linear(10)]")]
    [InlineData("[Flatten, [|Conv|](8), ReLU, GlobalAvgPool, Linear(10)]", "Remove Flatten (3x8x8)", "[Conv(8), ReLU, GlobalAvgPool, Linear(10)]")]
    [InlineData("[Flatten, [|PatchEmbed|](8, Patch = 4), Mean, Linear(10)]", "Remove Flatten (3x8x8)", "[PatchEmbed(8, Patch = 4), Mean, Linear(10)]")]
    [InlineData("[GlobalAvgPool, [|GlobalAvgPool|], Linear(10)]", "Remove GlobalAvgPool", "[GlobalAvgPool, Linear(10)]")]
    public void Vector_ComesWhereAllMapsAreDone(string list, string title, string mended) => CodeFixHarness.Fixes(
        $"using KdGen;\n[Input(3, 8, 8)] {list} public partial class Net;",
        title,
        $"using KdGen;\n[Input(3, 8, 8)] {mended} public partial class Net;");
}
