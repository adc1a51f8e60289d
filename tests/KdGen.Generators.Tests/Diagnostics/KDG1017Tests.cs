using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1017Tests
{
    [Fact]
    public void ShapeOtherThanInferred_IsReported() => AnalyzerHarness.Reports("KDG1017", "[Shape] states 4x8x8 but Net gives 2x8x8: state 2x8x8", """
        using KdGen;
        [Input(3, 8, 8)] [Shape([|4, 8, 8|])] [Conv(2)] public partial class Net;
        """);

    [Fact]
    public void ShapeAsInferred_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] [Shape(2, 8, 8)] [Conv(2)] public partial class Net;
        """);


    [Fact]
    public void ShapeOfAnotherStage_IsReported() => AnalyzerHarness.Reports("KDG1017", "[Shape] states 4x8x8 but Net gives 2x8x8: state 2x8x8", """
        using KdGen;
        [Input(3, 8, 8)] [[|Shape<A>|]] public partial class Net
        {
            [Conv(4)] public partial class A;
            [Conv(2)] public partial class B;
        }
        """);

    [Fact]
    public void Numbers_BecomeWhatIsInferred() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8), Shape([|4, 8, 8|])] [Conv(2)] public partial class Net;
        """, "Use [Shape(2, 8, 8)]", """
        using KdGen;
        [Input(3, 8, 8), Shape(2, 8, 8)] [Conv(2)] public partial class Net;
        """);

    [Fact]
    public void ExpressionsAndSizesOfOnePlace_AreNotOverwritten() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [Shape([|C, 4, 4|]), Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(2)] public partial class Net;
        """));

    [Theory]
    [InlineData("Linear(512, 10)")]
    [InlineData("Linear(1024, 10)")]
    public void WhatFollows_MayFitTheOneOrTheOther(string linear) => AnalyzerHarness.Reports("KDG1017", "[Shape] states 16x8x8 but Body gives 8x8x8: state 8x8x8", $$"""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net { [Conv(8), ReLU, Shape([|16, 8, 8|])] public partial class Body; [Flatten, {{linear}}] public partial class Head; }
        """);
}
