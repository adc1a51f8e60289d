using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1109Tests
{
    [Fact]
    public void TooManyArguments_IsReported() => AnalyzerHarness.Reports("KDG1109", "Repeat gives 2 arguments to Block: it has 1: C", """
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(2, [|8, 9|])] public partial class Net;
        """);

    [Fact]
    public void ValuesForAMemberOfAFamily_AreReported() => AnalyzerHarness.Reports("KDG1109", "Deeper gives values to Deep, which has those of its own [Args]: derive it from Net", """
        using KdGen;
        [Input(8)] [Linear(N)] public partial class Net { [Arg] public const int N = 3; }
        [Args(9)] public partial class Deep : Net;
        [[|Args|](12)] public partial class Deeper : Deep;
        """);

    [Fact]
    public void ArgumentOfAnotherType_IsReported() => AnalyzerHarness.Reports("KDG1109", "Repeat gives C of Block the value true: C is an int", """
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(2, [|true|])] public partial class Net;
        """);

    [Fact]
    public void NoBlocks_IsReported() => AnalyzerHarness.Reports("KDG1109", "Repeat has 0 blocks: a repeat has 1 to 10000", """
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>([|0|])] public partial class Net;
        """);

    [Fact]
    public void StrideWithoutAnArg_IsReported() => AnalyzerHarness.Reports("KDG1109", "Repeat gives a stride to Block, which has no [Arg] constant called S or Stride: add one", """
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(2, Stride = [|2|])] public partial class Net;
        """);

    [Fact]
    public void FamilyWithTooManyArguments_IsReported() => AnalyzerHarness.Reports("KDG1109", "Net gives 2 arguments to Template: it has 1: C", """
        using KdGen;
        [Input(4)] [Linear(C)] public partial class Template { [Arg] public const int C = 3; }
        [Args([|1, 2|])] public partial class Net : Template;
        """);

    [Fact]
    public void ArgumentsInOrder_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Conv(C, Stride = S)] public partial class Block { [Arg] public const int C = 8, S = 1; }
        [Input(3, 8, 8)] [Repeat<Block>(2, 4, Stride = 2)] public partial class Net;
        """);

    [Fact]
    public void ArgsWithoutATemplate_IsReported() => AnalyzerHarness.Reports("KDG1109", "Net gives values to no model: derive it from a model with [Arg] constants", """
        using KdGen;
        [[|Args|](3)] public partial class Net;
        """);

    [Fact]
    public void OneArgumentTooMany_IsSaidInTheSingular() => AnalyzerHarness.Reports("KDG1109", "Repeat gives 1 argument to Block: it has no [Arg] constants", """
        using KdGen;
        [Conv(4)] public partial class Block;
        [Input(3, 8, 8)] [Repeat<Block>(2, [|8|])] public partial class Net;
        """);

    [Fact]
    public void SecondArgumentOfAnotherType_IsUnderlinedAlone() => AnalyzerHarness.Reports("KDG1109", "Repeat gives S of Block the value 0.5: S is an int", """
        using KdGen;
        [Conv(C, Stride = S)] public partial class Block { [Arg] public const int C = 8, S = 1; }
        [Input(3, 8, 8)] [Repeat<Block>(2, 4, [|0.5|])] public partial class Net;
        """);

    [Fact]
    public void ExcessArguments_AreLeftOut()
    {
        CodeFixHarness.Fixes("""
            using KdGen;
            [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
            [Input(3, 8, 8)] [Repeat<Block>(2, [|8, 9|], Key = "a")] public partial class Net;
            """, "Leave out 9", """
            using KdGen;
            [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
            [Input(3, 8, 8)] [Repeat<Block>(2, 8, Key = "a")] public partial class Net;
            """);
        CodeFixHarness.Fixes("""
            using KdGen;
            [Conv(4)] public partial class Block;
            [Input(3, 8, 8)] [Repeat<Block>(2, [|8|])] public partial class Net;
            """, "Leave out 8", """
            using KdGen;
            [Conv(4)] public partial class Block;
            [Input(3, 8, 8)] [Repeat<Block>(2)] public partial class Net;
            """);
    }

    [Fact]
    public void Count_IsAtLeastOne() => CodeFixHarness.Fixes("""
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>([|-2|])] public partial class Net;
        """, "Use 1", """
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(1)] public partial class Net;
        """);

    [Fact]
    public void StrideThatNobodyTakes_IsRemoved() => CodeFixHarness.Fixes("""
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(2, Stride = [|2|])] public partial class Net;
        """, "Remove Stride", """
        using KdGen;
        [Conv(C)] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] [Repeat<Block>(2)] public partial class Net;
        """);

    [Fact]
    public void NoBlocksByArgs_IsReportedThere() => AnalyzerHarness.Reports("KDG1109", "Repeat has 0 blocks: a repeat has 1 to 10000", """
        using KdGen;
        [Linear(4), ReLU] public partial class Block;
        [Input(4)] public partial class Net { [Arg] public const int N = 3; [Repeat<Block>(N)] public partial class Body; [Linear(2)] public partial class Head; }
        [Args([|0|])] public partial class Empty : Net;
        """);

    [Fact]
    public void NoBlocksByArgs_GetOneThere() => CodeFixHarness.Fixes("""
        using KdGen;
        [Linear(4), ReLU] public partial class Block;
        [Input(4)] public partial class Net { [Arg] public const int N = 3; [Repeat<Block>(N)] public partial class Body; [Linear(2)] public partial class Head; }
        [Args([|0|])] public partial class Empty : Net;
        """, "Use 1", """
        using KdGen;
        [Linear(4), ReLU] public partial class Block;
        [Input(4)] public partial class Net { [Arg] public const int N = 3; [Repeat<Block>(N)] public partial class Body; [Linear(2)] public partial class Head; }
        [Args(1)] public partial class Empty : Net;
        """);
}
