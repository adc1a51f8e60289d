using KdGen.Generators.Tests.Harness;

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
}
