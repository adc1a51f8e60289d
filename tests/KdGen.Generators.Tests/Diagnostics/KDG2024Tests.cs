using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2024Tests
{
    private const string Models = """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;

        """;

    [Fact]
    public void TwoHeaders_AreReported() => AnalyzerHarness.Reports("KDG2024", "Recipe is two recipes: keep [Distill] or [Train]", Models + """
        [Distill<Big, Small>, DistillLoss(Kind.KL), Adam, [|Train<Small>|]] public partial class Recipe;
        """);

    [Theory]
    [InlineData("[Train<Small>, Adam, [|Input|](4), Linear(3)]", "Train")]
    [InlineData("[[|Student|], Train<Small>, Adam]", "Train")]
    [InlineData("[[|Teacher|], Distill<Big, Small>, DistillLoss(Kind.KL), Adam]", "Distill")]
    public void ModelAndRecipe_IsReported(string attributes, string header)
    {
        string input = attributes.Contains("Input", StringComparison.Ordinal) ? "" : "[Input(4), Linear(3)] ";
        AnalyzerHarness.Reports("KDG2024", $"Both is a recipe and a model: put [{header}] on a class of its own", Models + $"{attributes} {input}public partial class Both;");
    }

    [Fact]
    public void MarkOnARecipe_IsReported() => AnalyzerHarness.Reports("KDG2024", "Recipe is a recipe and a model: put [Train] on a class of its own", Models + """
        [[|Student|], Train<Small>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void RecipeInItsModel_IsSilent() => AnalyzerHarness.IsSilent(Models + """
        [Input(4)] [Linear(3)] public partial class Net { [Train<Net>, Adam] public partial class Recipe; }
        """);

    [Fact]
    public void Fix_RemovesTheMark() => CodeFixHarness.Fixes(
        Models + "[[|Student|], Train<Small>, Adam] public partial class Recipe;",
        "Remove [Student]",
        Models + "[Train<Small>, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("[Train<Small>, [|Distill<Big, Small>|], DistillLoss(Kind.CE), DistillLoss(Kind.KL), Adam]", "Remove [Train]")]
    [InlineData("[Train<Small>, [|Distill<Big, Small>|], DistillLoss(Kind.KL), Adam]", "Remove [Train]")]
    [InlineData("[Distill<Big, Small>, [|Train<Small>|], DistillLoss(Kind.KL), Adam]", "Remove [Train]")]
    [InlineData("[Train<Small>, [|Distill<Big, Small>|], Adam]", "Remove [Distill]")]
    [InlineData("[Train<Small>, [|Distill<Big, Small>|], DistillLoss(Kind.CE), Adam]", "Remove [Distill]", "Remove [Train]")]
    public void Terms_SayWhichHeaderStays(string attributes, params string[] titles)
    {
        string source = Models + attributes + " public partial class Recipe;";
        Assert.Equal(titles, CodeFixHarness.Titles(source));
    }

    [Theory]
    [InlineData("Row student, Row teacher", "student[0] - teacher[0]", "Remove [Train]")]
    [InlineData("Row student", "student[0]", "Remove [Distill]", "Remove [Train]")]
    public void LossesOfTheUser_SayItToo(string parameters, string formula, params string[] titles)
    {
        string source = $"{Models}[Train<Small>, [|Distill<Big, Small>|], DistillLoss(typeof(Recipe), nameof(Recipe.Own)), Adam] public partial class Recipe {{ [Loss] public static double Own({parameters}) => {formula}; }}";
        Assert.Equal(titles, CodeFixHarness.Titles(source));
    }

    [Fact]
    public void TermThatReadsATeacher_IsNoSecondMistake() => AnalyzerHarness.Reports("KDG2024", "Recipe is two recipes: keep [Train] or [Distill]", Models + """
        [Train<Small>, [|Distill<Big, Small>|], DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);
}
