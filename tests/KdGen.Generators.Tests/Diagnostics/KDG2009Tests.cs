using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2009Tests
{
    private const string Message = "no term reads teacher Big: add [DistillLoss(Kind.KL, T = 4)], or train without it by [Train<Small>]";

    private const string Models = """
        using KdGen;
        [Teacher, Input(4)] public partial class Big { [Linear(8), ReLU] public partial class Body; [Linear(3)] public partial class Head; }
        [Student, Input(4)] public partial class Small { [Linear(8), ReLU] public partial class Body; [Linear(3)] public partial class Head; }

        """;

    [Theory]
    [InlineData("DistillLoss(Kind.CE)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4, Weight = 0)")]
    [InlineData("DistillLoss<Big.Body, Small.Body>(Kind.Hint, Weight = 0), DistillLoss(Kind.CE)")]
    public void TeacherThatNoTermReads_IsReported(string losses) =>
        AnalyzerHarness.Reports("KDG2009", Message, Models + $"[Distill<[|Big|], Small>, {losses}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.KL)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Weight = 100)")]
    [InlineData("DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.KL, T = 1)")]
    public void TeacherThatATermReads_IsSilent(string losses) => AnalyzerHarness.IsSilent(Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    [Fact]
    public void WithoutTerms_IsTheOnlyError() => AnalyzerHarness.Reports(
        "KDG2014", "Recipe has no loss with a weight above 0: add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]", Models + "[[|Distill<Big, Small>|], Adam] public partial class Recipe;");

    [Fact]
    public void ModelWithAnErrorOfItsOwn_IsTheOnlyError() => AnalyzerHarness.Reports("KDG1002", "Linear states 5 inputs but receives 4 from Input", """
        using KdGen;
        [Teacher, Input(4)] [Linear([|5|], 100)] public partial class Big;
        [Student, Input(4)] [Linear(10)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_AddsATerm() => CodeFixHarness.Fixes(
        Models + "[Distill<[|Big|], Small>]\n[DistillLoss(Kind.CE, Weight = 0.1)]\n[Adam]\npublic partial class Recipe;\n",
        "Add [DistillLoss(Kind.KL, T = 4)]",
        Models + "[Distill<Big, Small>]\n[DistillLoss(Kind.CE, Weight = 0.1)]\n[DistillLoss(Kind.KL, T = 4)]\n[Adam]\npublic partial class Recipe;\n");

    [Fact]
    public void Fix_IsWrittenAsItsNeighboursAre() => CodeFixHarness.Fixes(
        """
        namespace Models
        {
            [KdGen.Teacher, KdGen.Input(4)] [KdGen.Linear(8), KdGen.ReLU, KdGen.Linear(3)] public partial class Big;
            [KdGen.Student, KdGen.Input(4)] [KdGen.Linear(3)] public partial class Small;
        }
        namespace Recipes
        {
            [KdGen.Distill<[|Models.Big|], Models.Small>, KdGen.DistillLoss(KdGen.Kind.CE), KdGen.Adam] public partial class Recipe;
        }
        """,
        "Use [Train<Small>]",
        """
        namespace Models
        {
            [KdGen.Teacher, KdGen.Input(4)] [KdGen.Linear(8), KdGen.ReLU, KdGen.Linear(3)] public partial class Big;
            [KdGen.Student, KdGen.Input(4)] [KdGen.Linear(3)] public partial class Small;
        }
        namespace Recipes
        {
            [KdGen.Train<Models.Small>, KdGen.DistillLoss(KdGen.Kind.CE), KdGen.Adam] public partial class Recipe;
        }
        """);

    [Fact]
    public void Fix_TrainsWithoutTheTeacher() => CodeFixHarness.Fixes(
        Models + "[Distill<[|Big|], Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, Weight = 0), Adam] public partial class Recipe;",
        "Use [Train<Small>]",
        Models + "[Train<Small>, DistillLoss(Kind.CE), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_GivesATermThatIsThereItsWeight() => CodeFixHarness.Fixes(
        Models + "[Distill<[|Big|], Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, Weight = 0), Adam] public partial class Recipe;",
        "Use Weight = 1",
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, Weight = 1), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_AddsNoTermThatWouldBeWrong() => Assert.Equal(["Use [Train<Small>]"], CodeFixHarness.Titles("""
        using KdGen;
        [Teacher, Input(4)] [Linear(100)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<[|Big|], Small>, DistillLoss(Kind.CE), Adam] public partial class Recipe;
        """));
}
