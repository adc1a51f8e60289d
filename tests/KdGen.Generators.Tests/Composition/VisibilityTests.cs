using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Composition;

/// <summary>Models and stages that fewer see than their recipe.</summary>
public sealed class VisibilityTests
{
    private const string Net = "[Input(4)] [Linear(2)] $ partial class Net;";

    [Theory]
    [InlineData("public", "public", "public")]
    [InlineData("internal", "public", "internal")]
    [InlineData("internal", "internal", "public")]
    [InlineData("internal", "private", "public")]
    [InlineData("internal", "protected", "internal")]
    [InlineData("protected internal", "public", "internal")]
    [InlineData("protected internal", "protected", "public")]
    [InlineData("protected internal", "internal", "public")]
    [InlineData("protected", "protected", "public")]
    [InlineData("protected", "private", "public")]
    [InlineData("protected", "private protected", "public")]
    [InlineData("protected internal", "protected internal", "public")]
    [InlineData("private protected", "private protected", "public")]
    [InlineData("private", "private", "public")]
    public void RecipeBesideItsModel_HasMembersThatCanNameIt(string model, string recipe, string members)
    {
        string source = $$"""using KdGen; public partial class Outer { {{Net.Replace("$", model, StringComparison.Ordinal)}} [Train<Net>, Adam] {{recipe}} partial class Recipe; }""";
        AnalyzerHarness.IsSilent(source);
        Assert.Contains($"{members} Recipe(", GeneratorHarness.Run(source)["Outer.Recipe.Trainer.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private", "public")]
    [InlineData("private", "internal")]
    [InlineData("private", "protected")]
    [InlineData("protected", "public")]
    [InlineData("protected", "internal")]
    [InlineData("private protected", "internal")]
    [InlineData("private protected", "protected")]
    public void RecipeThatNobodyCouldUse_IsReported(string model, string recipe) => AnalyzerHarness.Reports(
        "KDG3002", "code cannot be added to Recipe: make Net as visible as Recipe",
        $$"""using KdGen; public partial class Outer { {{Net.Replace("$", model, StringComparison.Ordinal)}} [Train<Net>, Adam] {{recipe}} partial class [|Recipe|]; }""");

    [Fact]
    public void RecipeDeepInside_SeesWhatStandsAround() => AnalyzerHarness.IsSilent("""
        using KdGen;
        public partial class Outer
        {
            [Input(4)] [Linear(2)] private partial class Net;
            private partial class Inner { [Train<Net>, Adam] public partial class Recipe; }
        }
        public partial class Derived : Basis { [Train<Net>, Adam] protected partial class Recipe; }
        public partial class Basis { [Input(4)] [Linear(2)] protected partial class Net; }
        """);

    [Theory]
    [InlineData("private")]
    [InlineData("protected")]
    [InlineData("internal")]
    [InlineData("private protected")]
    [InlineData("protected internal")]
    public void StagesAndBlocksOfAnyVisibility_Compile(string visibility) => GeneratorHarness.Run($$"""
        using KdGen;
        public partial class Outer
        {
            [Conv(C)] {{visibility}} partial class Block { [Arg] public const int C = 4; }
            [Input(3, 8, 8)] {{visibility}} partial class Net
            {
                [Conv(4)]                  {{visibility}} partial class Stem;
                [Repeat<Block>(2)]         {{visibility}} partial class Body;
                [GlobalAvgPool, Linear(2)] {{visibility}} partial class Head;
            }
            [Input(3, 8, 8)] public partial class Open
            {
                [Conv(4)]                  {{visibility}} partial class Stem;
                [Repeat<Block>(2)]         {{visibility}} partial class Body;
                [GlobalAvgPool, Linear(2)] public partial class Head;
            }
            [Train<Net>, Adam] private partial class Alone;
            {{(visibility is "internal" or "protected internal" ? "[Distill<Open, Net>, DistillLoss(Kind.CE), DistillLoss<Open.Stem, Net.Stem>(Kind.Hint), DistillLoss<Open.Body, Net.Body>(Kind.Hint, TeacherLayers = [0], StudentLayers = [1]), Adam] private partial class Tapped;" : "")}}
        }
        """).AssertNoErrors();

    [Fact]
    public void HiddenStagesReadByARecipeInside_Compile() => GeneratorHarness.Run("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Open
        {
            [Conv(4)] private partial class Stem;
            private partial class Inner { [Conv(4)] public partial class One; [Conv(4)] public partial class Two; }
            [GlobalAvgPool, Linear(2)] public partial class Head;
            [Distill<Open, Open>, DistillLoss(Kind.CE), DistillLoss<Stem, Stem>(Kind.Hint), DistillLoss<Inner.One, Inner.One>(Kind.Hint), Adam] private partial class Tapped;
        }
        """).AssertNoErrors();
}
