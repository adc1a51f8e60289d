using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2021Tests
{
    private const string Message = "no term reads the logits of student Small, so its last layers learn nothing: add [DistillLoss(Kind.CE)]";

    private const string Models = """
        using KdGen;
        public partial class Block { [Arg] public const int C = 8; [Conv(C, Bias = false), BatchNorm, ReLU] public partial class Inner; }
        [Input(3, 8, 8)] public partial class Big { [Repeat<Block>(3)] public partial class Body; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Repeat<Block>(2)] public partial class Body; [GlobalAvgPool] public partial class Pooled; [Linear(10)] public partial class Head; }

        """;

    [Theory]
    [InlineData("DistillLoss<Big.Body, Small.Body>(Kind.Hint)")]
    [InlineData("DistillLoss<Big.Body, Small.Body>(Kind.Hint), DistillLoss<Big.Pooled, Small.Pooled>(Kind.Hint, Weight = 100)")]
    [InlineData("DistillLoss(Kind.CE, Weight = 0), DistillLoss<Big.Head, Small.Head>(Kind.Hint, Weight = 0), DistillLoss<Big.Body, Small.Body>(Kind.Hint)")]
    public void OnlyFeatures_IsReported(string losses) => AnalyzerHarness.Reports("KDG2021", Message, Models + $"[[|Distill<Big, Small>|], {losses}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss<Big.Head, Small.Head>(Kind.Hint)")]
    [InlineData("DistillLoss(Kind.KL), DistillLoss<Big.Body, Small.Body>(Kind.Hint)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Weight = 100)")]
    public void LogitsThatATermReads_AreSilent(string losses) => AnalyzerHarness.IsSilent(Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;");

    [Fact]
    public void FeatureWithNothingToTrainBehind_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), ReLU] public partial class Body; [GlobalAvgPool] public partial class Pooled; }
        [Input(3, 8, 8)] public partial class Small { public partial class Trunk { [Conv(16)] public partial class Body; [ReLU] public partial class Act; } [GlobalAvgPool] public partial class Pooled; }
        [Distill<Big, Small>, DistillLoss<Big.Body, Small.Trunk.Body>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void BlockOfARepeat_CountsWhatIsBehindIt(int layer, bool isLast)
    {
        const string Stages = """
            using KdGen;
            [Conv(C), ReLU] public partial class Block { [Arg] public const int C = 8; }
            [Input(8, 8, 8)] public partial class Big { [Repeat<Block>(2)] public partial class Body; [GlobalAvgPool] public partial class Pooled; }
            [Input(8, 8, 8)] public partial class Small { [Repeat<Block>(2)] public partial class Body; [GlobalAvgPool] public partial class Pooled; }

            """;
        string term = $"DistillLoss<Big.Body, Small.Body>(Kind.Hint, TeacherLayers = [1], StudentLayers = [{layer}])";
        if (isLast)
        {
            AnalyzerHarness.IsSilent(Stages + $"[Distill<Big, Small>, {term}, Adam] public partial class Recipe;");
        }
        else
        {
            AnalyzerHarness.Reports("KDG2021", Message, Stages + $"[[|Distill<Big, Small>|], {term}, Adam] public partial class Recipe;");
        }
    }

    [Fact]
    public void TermWithAnError_IsTheOnlyError() => AnalyzerHarness.Reports("KDG2008", "the loss reads Plain, which is no stage of student Small: it has Body, Pooled, Head", Models + """
        public class Plain;
        [Distill<Big, Small>, DistillLoss<Big.Body, [|Plain|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_AddsATerm() => CodeFixHarness.Fixes(
        Models + "[[|Distill<Big, Small>|]]\n[DistillLoss<Big.Body, Small.Body>(Kind.Hint)]\n[Adam]\npublic partial class Recipe;\n",
        "Add [DistillLoss(Kind.CE)]",
        Models + "[Distill<Big, Small>]\n[DistillLoss<Big.Body, Small.Body>(Kind.Hint)]\n[DistillLoss(Kind.CE)]\n[Adam]\npublic partial class Recipe;\n");

    [Fact]
    public void StudentThatEndsInTheTeachersClassifier_IsSilent() => AnalyzerHarness.IsSilent(Models + "[Distill<Big, Small>, DistillLoss<Big.Body, Small.Body>(Kind.SimKD), Adam] public partial class Recipe;");
}
