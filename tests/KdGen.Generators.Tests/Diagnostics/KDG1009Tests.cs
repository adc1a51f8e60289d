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

    [Fact]
    public void HeadsThatRepeatGives_AreReportedThere() => AnalyzerHarness.Reports("KDG1009", "5 heads do not divide 192 features: use 4 or 6", """
        using KdGen;
        [Input(3, 32, 32)] public partial class Vit
        {
            [PatchEmbed(192, Patch = 8)] public partial class Embed;
            [Repeat<Layer>(12, 192, [|5|])] public partial class Encoder;
            [Mean, Linear(10)] public partial class Head;
        }
        public partial class Layer
        {
            [Arg] public const int D = 192, Heads = 3;
            [LayerNorm, Attention(Heads), Residual] public partial class Mix;
            [LayerNorm, Linear(4 * D), GELU, Linear(D), Residual] public partial class Mlp;
        }
        """);

    [Fact]
    public void HeadsThatRepeatGives_AreMendedThere() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Repeat<Mix>(12, [|5|]), Mean, Linear(10)] public partial class Vit;
        [LayerNorm, Attention(Heads), Residual] public partial class Mix { [Arg] public const int Heads = 3; }
        """, "Use 6", """
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Repeat<Mix>(12, 6), Mean, Linear(10)] public partial class Vit;
        [LayerNorm, Attention(Heads), Residual] public partial class Mix { [Arg] public const int Heads = 3; }
        """);

    [Fact]
    public void HeadsInAnArray_AreMendedThere() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Repeat<Mix>(12, args: new object[] { 192, /* heads */ [|5|] }), Mean, Linear(10)] public partial class Vit;
        [LayerNorm, Attention(Heads), Linear(D), Residual] public partial class Mix { [Arg] public const int D = 8, Heads = 3; }
        """, "Use 4", """
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Repeat<Mix>(12, args: new object[] { 192, /* heads */ 4 }), Mean, Linear(10)] public partial class Vit;
        [LayerNorm, Attention(Heads), Linear(D), Residual] public partial class Mix { [Arg] public const int D = 8, Heads = 3; }
        """);

    [Fact]
    public void HeadsThatAreTheBlocksDefault_AreNotOverwritten() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Repeat<Mix>(12), Mean, Linear(10)] public partial class Vit;
        [LayerNorm, Attention([|Heads|]), Residual] public partial class Mix { [Arg] public const int Heads = 5; }
        """));

    [Fact]
    public void WhereTheFeaturesComeFrom_IsNamed() => AnalyzerHarness.PointsTo("""
        using KdGen;
        [Input(3, 32, 32)] [{|PatchEmbed|}(192, Patch = 8), Attention(5)] public partial class Net;
        """);

    [Fact]
    public void Divisor_IsUsed() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Attention([|5|])] public partial class Net;
        """, "Use 6", """
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Attention(6)] public partial class Net;
        """);

    [Fact]
    public void BothDivisors_AreOffered() => Assert.Equal<string>(["Use 4", "Use 6"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8), Attention([|5|])] public partial class Net;
        """));
}
