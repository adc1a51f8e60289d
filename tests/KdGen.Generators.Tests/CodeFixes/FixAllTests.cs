using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace KdGen.Generators.Tests.CodeFixes;

/// <summary>"Fix all": every place of a rule that offers the same kind of change.</summary>
public sealed class FixAllTests
{
    // Two on one line, one in a stage, and one that nothing is wrong with.
    private const string Two = """
        using KdGen;
        [Input(8)] [Linear(5, 4), ReLU, Linear(3, 2)] public partial class Net;
        [Input(8)] public partial class Staged
        {
            [Linear(8, 4)] public partial class Body; // four
            [Linear(/* flat */ 6, 2)] public partial class Head;
        }

        """;

    private const string TwoFixed = """
        using KdGen;
        [Input(8)] [Linear(8, 4), ReLU, Linear(4, 2)] public partial class Net;
        [Input(8)] public partial class Staged
        {
            [Linear(8, 4)] public partial class Body; // four
            [Linear(/* flat */ 4, 2)] public partial class Head;
        }

        """;

    private const string One = "using KdGen;\n[Input(16)] [Linear(1, 2)] public partial class Other;\n";
    private const string OneFixed = "using KdGen;\n[Input(16)] [Linear(16, 2)] public partial class Other;\n";

    private static readonly string[][] Projects = [[Two, One], [One]];

    [Fact]
    public void Document_IsFixed() => Assert.Equal<string[]>([[TwoFixed, One], [One]], CodeFixHarness.FixAll(FixAllScope.Document, "KDG1002.Use", Projects));

    [Fact]
    public void Project_IsFixed() => Assert.Equal<string[]>([[TwoFixed, OneFixed], [One]], CodeFixHarness.FixAll(FixAllScope.Project, "KDG1002.Use", Projects));

    [Fact]
    public void Solution_IsFixed() => Assert.Equal<string[]>([[TwoFixed, OneFixed], [OneFixed]], CodeFixHarness.FixAll(FixAllScope.Solution, "KDG1002.Use", Projects));

    [Fact]
    public void AnotherKey_IsAnotherChange() => Assert.Equal<string[]>(
        [[One.Replace("1, ", "", StringComparison.Ordinal)], [One.Replace("1, ", "", StringComparison.Ordinal)]],
        CodeFixHarness.FixAll(FixAllScope.Solution, "KDG1002.Infer", [One], [One]));

    [Fact]
    public void AFixedSolution_HasNothingToFix() => CodeFixHarness.HasNothingToFix(FixAllScope.Solution, "KDG1002.Use", [TwoFixed, OneFixed], [OneFixed]);
}
