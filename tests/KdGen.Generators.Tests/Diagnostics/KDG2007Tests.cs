using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2007Tests
{
    private const string Models = """
        using KdGen;
        [LayerNorm, Linear(4), GELU] public partial class Block { [Arg] public const int Unused = 1; }
        [Input(20, 4)] public partial class Big { [Repeat<Block>(12)] public partial class Encoder; [Flatten, Linear(10)] public partial class Head; }
        [Input(20, 4)] public partial class Small { [Repeat<Block>(4)] public partial class Encoder; [Flatten, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam]

        """;

    [Theory]
    [InlineData("TeacherLayers = [5, 8, 11], StudentLayers = [|[1, 3]|]", "Hint has 3 TeacherLayers and 2 StudentLayers: give as many of both, one pair a position")]
    [InlineData("TeacherLayers = [|[11]|]", "Hint has 1 TeacherLayers and 0 StudentLayers: give as many of both, one pair a position")]
    [InlineData("StudentLayers = [|[2, 3]|]", "Hint has 0 TeacherLayers and 2 StudentLayers: give as many of both, one pair a position")]
    [InlineData("TeacherLayers = [|[12]|], StudentLayers = [3]", "Hint has layer 12 of Big.Encoder, which has layers 0 to 11: layers count from 0")]
    [InlineData("TeacherLayers = [11], StudentLayers = [|[-1]|]", "Hint has layer -1 of Small.Encoder, which has layers 0 to 3: layers count from 0")]
    public void LayersThatDoNotGoTogether_AreReported(string layers, string message) =>
        AnalyzerHarness.Reports("KDG2007", message, Models + $"[DistillLoss<Big.Encoder, Small.Encoder>(Kind.Hint, {layers})] public partial class Recipe;");

    [Fact]
    public void StageThatIsNoRepeat_IsReported() => AnalyzerHarness.Reports(
        "KDG2007", "Hint has layer 0 of Big.Head: only a stage that is a Repeat has layers to count",
        Models + "[DistillLoss<Big.Head, Small.Encoder>(Kind.Hint, TeacherLayers = [|[0]|], StudentLayers = [0])] public partial class Recipe;");

    [Fact]
    public void AnyMap_IsSilent() => AnalyzerHarness.IsSilent(Models + """
        [DistillLoss<Big.Encoder, Small.Encoder>(Kind.Hint, TeacherLayers = [11, 0, 5, 5], StudentLayers = [3, 3, 0, 1]), DistillLoss<Big.Encoder, Small.Encoder>(Kind.Hint, TeacherLayers = [], StudentLayers = [])]
        public partial class Recipe;
        """);

    [Theory]
    [InlineData("StudentLayers = [|[0, 1, 2, 3]|]", "Use a uniform map: TeacherLayers = [2, 5, 8, 11]", "StudentLayers = [0, 1, 2, 3], TeacherLayers = [2, 5, 8, 11]")]
    [InlineData("TeacherLayers = [|[3, 6, 9, 12]|], StudentLayers = [0, 1, 2, 3]", "Use a uniform map: TeacherLayers = [2, 5, 8, 11]", "TeacherLayers = [2, 5, 8, 11], StudentLayers = [0, 1, 2, 3]")]
    [InlineData("TeacherLayers = [5, 11], StudentLayers = [|[3]|]", "Use a uniform map: StudentLayers = [1, 3]", "TeacherLayers = [5, 11], StudentLayers = [1, 3]")]
    [InlineData("TeacherLayers = [5, 11], StudentLayers = [|[3]|]", "Use a uniform map: TeacherLayers = [11]", "TeacherLayers = [11], StudentLayers = [3]")]
    public void Fix_SpreadsLayersEvenly(string layers, string title, string mended)
    {
        const string Term = "[DistillLoss<Big.Encoder, Small.Encoder>(Kind.Hint, {0})] public partial class Recipe;";
        CodeFixHarness.Fixes(Models + Term.Replace("{0}", layers, StringComparison.Ordinal), title, Models + Term.Replace("{0}", mended, StringComparison.Ordinal));
    }

    [Fact]
    public void Fix_IsNotOfferedWhereLayersDoNotSpread() => Assert.Empty(CodeFixHarness.Titles(
        Models + "[DistillLoss<Big.Encoder, Small.Encoder>(Kind.Hint, TeacherLayers = [0, 1, 2, 3, 4], StudentLayers = [|[7]|])] public partial class Recipe;"));

    private const string Stages = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU] public partial class One; [Conv(16), ReLU] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class One; [Conv(4), ReLU, MaxPool(2)] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Fact]
    public void ListsOfOtherLength_AreReported() => AnalyzerHarness.Reports("KDG2007", "Hint has 2 TeacherStages and 1 StudentStages: give as many of both, one pair a position", Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.Hint, TeacherStages = [nameof(Big.One), nameof(Big.Two)], StudentStages = [|[nameof(Small.One)]|]), Adam] public partial class Recipe;");

    [Fact]
    public void OneStageForALossOfNeighbours_IsReported() => AnalyzerHarness.Reports("KDG2007", "FSP has 1 pair of stages: list at least 2 neighbouring stages of each model in TeacherStages and StudentStages", Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.One, Small.One>([|Kind.FSP|]), Adam] public partial class Recipe;");

    [Fact]
    public void OtherHeads_AreReported() => AnalyzerHarness.Reports("KDG2007", "AttentionMap has 4 heads in Tall.Body and 2 in Short.Body: name stages of as many heads", """
        using KdGen;
        [Input(20, 8)] public partial class Tall { [Attention(4)] public partial class Body; [Mean, Linear(10)] public partial class Head; }
        [Input(20, 8)] public partial class Short { [Attention(2)] public partial class Body; [Mean, Linear(10)] public partial class Head; }
        [Distill<Tall, Short>, DistillLoss(Kind.CE), DistillLoss<Tall.Body, [|Short.Body|]>(Kind.AttentionMap), Adam] public partial class Recipe;
        """);

    [Fact]
    public void ListsOfOneLength_AreSilent() => AnalyzerHarness.IsSilent(Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.AT, TeacherStages = [nameof(Big.One), nameof(Big.Two)], StudentStages = [nameof(Small.One), nameof(Small.Two)]), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("[|[nameof(Big.One)]|]", "[]", "AT has 1 TeacherStages and 0 StudentStages: give as many of both, one pair a position")]
    [InlineData("[]", "[|[nameof(Small.One)]|]", "AT has 0 TeacherStages and 1 StudentStages: give as many of both, one pair a position")]
    public void EmptyListBesideAnother_IsReported(string teacher, string student, string message) => AnalyzerHarness.Reports(
        "KDG2007", message, Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.AT, TeacherStages = {teacher}, StudentStages = {student}), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("[nameof(Big.One), nameof(Big.Two)]", "[|[nameof(Small.Two)]|]", "Use StudentStages = [One, Two]", "[nameof(Big.One), nameof(Big.Two)]", "[nameof(Small.One), nameof(Small.Two)]")]
    [InlineData("[nameof(Big.One), nameof(Big.Two)]", "[|[nameof(Small.Two)]|]", "Use TeacherStages = [Two]", "[nameof(Big.Two)]", "[nameof(Small.Two)]")]
    [InlineData("[nameof(Big.One)]", "[|new[] { nameof(Small.One), nameof(Small.Two) }|]", "Use TeacherStages = [One, Two]", "[nameof(Big.One), nameof(Big.Two)]", "new[] { nameof(Small.One), nameof(Small.Two) }")]
    public void Fix_GivesTheListsTheSameNames(string teacher, string student, string title, string teacherAfter, string studentAfter) => CodeFixHarness.Fixes(
        Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.AT, TeacherStages = {teacher}, StudentStages = {student}), Adam] public partial class Recipe;", title,
        Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.AT, TeacherStages = {teacherAfter}, StudentStages = {studentAfter}), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_IsNotOfferedWhereTheNamesAreOthers() => Assert.Empty(CodeFixHarness.Titles(
        Stages + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.AT, TeacherStages = [nameof(Big.One), nameof(Big.Head)], StudentStages = [|[nameof(Small.Two)]|]), Adam] public partial class Recipe;"));

    [Theory]
    [InlineData("<Big.One, Small.One>(Kind.AT, TeacherLayers = [|[0]|], StudentLayers = [0])", "<Big.One, Small.One>(Kind.AT)")]
    [InlineData("(Kind.AT, Teacher = nameof(Big.One), Student = nameof(Small.One), TeacherLayers = [|[0]|], StudentLayers = [0])", "(Kind.AT, Teacher = nameof(Big.One), Student = nameof(Small.One))")]
    public void StagesWithoutLayers_AreReportedOnce(string term, string mended)
    {
        AnalyzerHarness.Reports(
            "KDG2007", "AT has layer 0 of Big.One: only a stage that is a Repeat has layers to count", Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss{term}, Adam] public partial class Recipe;");
        CodeFixHarness.Fixes(
            Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss{term}, Adam] public partial class Recipe;", "Remove the layers",
            Stages + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss{mended}, Adam] public partial class Recipe;");
    }

    [Fact]
    public void Fix_SpreadsLayersOfStagesByName() => CodeFixHarness.Fixes(
        Models + "[DistillLoss(Kind.Hint, Teacher = nameof(Big.Encoder), Student = nameof(Small.Encoder), TeacherLayers = [|[12]|], StudentLayers = [3])] public partial class Recipe;",
        "Use a uniform map: TeacherLayers = [11]",
        Models + "[DistillLoss(Kind.Hint, Teacher = nameof(Big.Encoder), Student = nameof(Small.Encoder), TeacherLayers = [11], StudentLayers = [3])] public partial class Recipe;");
}
