using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1021Tests
{
    [Fact]
    public void BlockOnMapsAndVectors_IsReported() => AnalyzerHarness.Reports("KDG1021", "Block is used on maps (3x8x8) and on vectors (3): make a block for each", """
        using KdGen;
        [BatchNorm, ReLU] public partial class [|Block|];
        [Input(3, 8, 8)] [Repeat<Block>(1), GlobalAvgPool, Repeat<Block>(1), Linear(2)] public partial class Net;
        """);

    [Fact]
    public void BlockThatIsTheSameOnBoth_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Linear(6), ReLU] public partial class Block;
        [Input(4, 6)] [Repeat<Block>(2), Mean, Repeat<Block>(1), Linear(2)] public partial class Net;
        """);


    [Fact]
    public void FlattenOfMapsAndVectors_IsReported() => AnalyzerHarness.Reports("KDG1021", "Head is used on maps (3x4x4) and on vectors (6): make a block for each", """
        using KdGen;
        [Flatten, Linear(N), ReLU] public partial class [|Head|] { [Arg] public const int N = 6; }
        [Input(3, 4, 4)] [Repeat<Head>(2), Linear(2)] public partial class Net;
        """);

    [Fact]
    public void StagesOfABlockOnMapsAndVectors_AreReported() => AnalyzerHarness.Reports("KDG1021", "Head is used on maps (3x4x4) and on vectors (6): make a block for each", """
        using KdGen;
        public partial class [|Head|]
        {
            [Flatten] public partial class Flat;
            [Linear(6)] public partial class Dense;
        }
        [Input(3, 4, 4)] [Repeat<Head>(1), ReLU, Repeat<Head>(1), Linear(2)] public partial class Net;
        """);

    [Fact]
    public void SameBlockAtManySizes_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Conv(C, Stride = S, Bias = false), BatchNorm, Residual(Shortcut.Project)] public partial class Block { [Arg] public const int C = 8, S = 1; }
        [Flatten, Linear(C), ReLU] public partial class Head { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(2, 3), Repeat<Block>(1, 8, Stride = 2), Repeat<Block>(3, 8, Stride = 2), Repeat<Head>(1)] public partial class Net;
        [Input(3, 9, 9)] [Repeat<Block>(1, 4), Repeat<Head>(1, 3)] public partial class Other;
        """);

    [Fact]
    public void StagesThatAreTheSameOnBoth_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        public partial class Block
        {
            [Linear(6)] public partial class A;
            [ReLU] public partial class B;
        }
        [Input(4, 6)] [Repeat<Block>(2), Mean, Repeat<Block>(1), Linear(2)] public partial class Net;
        [Input(8)] [Repeat<Block>(2)] public partial class Other;
        """);

    [Theory]
    [InlineData("[BatchNorm, ReLU] public partial class Block;")]
    [InlineData("[Flatten, Linear(6)] public partial class Block;")]
    [InlineData("public partial class Block { [BatchNorm] public partial class A; [ReLU] public partial class B; }")]
    public void BlockOfTwoModels_IsReportedOnce(string block)
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(Compilations.Create($$"""
            using KdGen;
            {{block}}
            [Input(3, 8, 8)] [Repeat<Block>(1), Flatten, Linear(4)] public partial class OnMaps;
            [Input(3, 9, 9)] [Repeat<Block>(1), Flatten, Linear(4)] public partial class OnOtherMaps;
            [Input(12)] [Repeat<Block>(1), Linear(4)] public partial class OnVectors;
            [Input(7)] [Repeat<Block>(1), Linear(4)] public partial class OnOtherVectors;
            """)));
        Assert.Equal("KDG1021", diagnostic.Id);
        Assert.Equal("Block", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Matches(@"^Block is used on (maps|vectors) \(.*\) and on (maps|vectors) \(.*\): make a block for each$", diagnostic.GetMessage());
    }
}
