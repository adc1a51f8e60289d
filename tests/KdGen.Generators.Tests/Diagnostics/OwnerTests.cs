using System.Collections.Immutable;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

/// <summary>A model's problem stands where its cause is written: in a stage, a block, a template; and it stands there once.</summary>
public sealed class OwnerTests
{
    [Fact]
    public void ProblemInAStage_StandsThere() => AnalyzerHarness.Reports("KDG1002", "Linear states 9 inputs but receives 4 from Linear", """
        using KdGen;
        [Input(8)] public partial class Net
        {
            [Linear(4)] public partial class First;
            [Linear([|9|], 2)] public partial class Second;
        }
        """);

    [Fact]
    public void ProblemInABlockOfAnotherFile_StandsThereOnce()
    {
        ImmutableArray<Diagnostic> diagnostics = AnalyzerHarness.Analyze(Compilations.Create(
            "using KdGen; [Input(8)] [Repeat<Block>(3)] public partial class First; [Input(8)] [Repeat<Block>(2)] public partial class Second;",
            "using KdGen; [Linear(4), Linear(9, 8)] public partial class Block;"));
        Diagnostic diagnostic = Assert.Single(diagnostics);
        Assert.Equal("KDG1002", diagnostic.Id);
        Assert.Equal("/1.cs", diagnostic.Location.SourceTree!.FilePath);
        Assert.Equal("9", diagnostic.Location.SourceTree.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void OneBlockWrongInTwoWays_SaysBoth()
    {
        ImmutableArray<Diagnostic> diagnostics = AnalyzerHarness.Analyze(Compilations.Create("""
            using KdGen;
            [Input(8)] [Repeat<Block>(1)] public partial class First;
            [Input(7)] [Repeat<Block>(1)] public partial class Second;
            [Linear(9, 8)] public partial class Block;
            """));
        Assert.Equal(
            ["Linear states 9 inputs but receives 7 from Input", "Linear states 9 inputs but receives 8 from Input"],
            diagnostics.Select(diagnostic => diagnostic.GetMessage()).Order(StringComparer.Ordinal));
        Assert.Single(diagnostics.Select(diagnostic => diagnostic.Location).Distinct());
    }

    [Fact]
    public void ProblemInATemplate_StandsThereOnce() => AnalyzerHarness.Reports("KDG1002", "Linear states 9 inputs but receives 4 from Linear", """
        using KdGen;
        [Input(8)] public partial class Family
        {
            [Arg] public const int N = 2;
            [Linear(4)] public partial class First;
            [Linear([|9|], 2)] public partial class Second;
        }
        [Args(3)] public partial class Member : Family;
        [Args(4)] public partial class Other : Family;
        """);

    [Fact]
    public void ProblemOfAMembersArguments_StandsAtThem() => AnalyzerHarness.Reports("KDG1105", "Args has N = 0: features are at least 1", """
        using KdGen;
        [Input(8)] public partial class Family { [Arg] public const int N = 2; [Linear(N)] public partial class First; }
        [Args([|0|])] public partial class Member : Family;
        """);

    [Fact]
    public void StageThatIsNotPartial_IsReportedAtItsName() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Stage: make Stage partial", """
        using KdGen;
        [Input(8)] public partial class Net { [Linear(4)] public class [|Stage|]; }
        """);

    [Fact]
    public void BlockThatIsAbstract_IsReportedAtItsName() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Block: make it an ordinary class instead of an abstract one", """
        using KdGen;
        [Linear(4)] public abstract partial class [|Block|];
        [Input(8)] [Repeat<Block>(2)] public partial class Net;
        [Input(8)] [Linear(4), Repeat<Block>(1)] public partial class Other;
        """);
}
