using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2008Tests
{
    private const string Models = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Trunk; [GlobalAvgPool, Linear(10)] public partial class Head; }
        """;

    [Fact]
    public void StageOfNeither_IsReported() => AnalyzerHarness.Reports("KDG2008", "the loss reads Other, which is no stage of student Small: it has Trunk, Head", Models + """
        public class Other;
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Other|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void StageOfTheOtherModel_IsReported() => AnalyzerHarness.Reports("KDG2008", "the loss reads Big.Body, which is a stage of teacher Big, not of student Small: Small has Trunk, Head", Models + """
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Big.Body|]>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void StagesInTheWrongOrder_AreReportedOnce() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Small.Trunk, which is a stage of student Small, not of teacher Big: the teacher's stage stands first, the student's second",
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Small.Trunk|], Big.Body>(Kind.Hint), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_SwapsTheStages() => CodeFixHarness.Fixes(
        Models + "\n[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Small.Trunk|], Big.Body>(Kind.Hint, PreAct = true, Weight = 2.5), Adam] public partial class Recipe;",
        "Swap the stages",
        Models + "\n[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Trunk>(Kind.Hint, PreAct = true, Weight = 2.5), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_UsesTheStageOfThatName() => CodeFixHarness.Fixes(
        Models + "\n[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Head, [|Big.Head|]>(Kind.Hint, Weight = 2), Adam] public partial class Recipe;",
        "Use Small.Head",
        Models + "\n[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Head, Small.Head>(Kind.Hint, Weight = 2), Adam] public partial class Recipe;");

    [Fact]
    public void Fix_IsNotOfferedWhereNoStageHasThatName() => Assert.Empty(CodeFixHarness.Titles(
        Models + "\n[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, [|Big.Body|]>(Kind.Hint), Adam] public partial class Recipe;"));

    [Fact]
    public void Fix_LeavesTheOtherArguments() => CodeFixHarness.Fixes(
        """
        [KdGen.LayerNorm, KdGen.Linear(C), KdGen.GELU] public partial class Block { [KdGen.Arg] public const int C = 4; }
        [KdGen.Input(20, 4)] public partial class Big { [KdGen.Repeat<Block>(3, 8)] public partial class Body; [KdGen.Flatten, KdGen.Linear(10)] public partial class Head; }
        [KdGen.Input(20, 4)] public partial class Small { [KdGen.Repeat<Block>(3)] public partial class Body; [KdGen.Flatten, KdGen.Linear(10)] public partial class Head; }
        [KdGen.Distill<Big, Small>, KdGen.DistillLoss(KdGen.Kind.CE), KdGen.Adam]
        [KdGen.DistillLoss<[|Small.Body|], Big.Body>(KdGen.Kind.Hint, Project = KdGen.Projector.Linear, TeacherLayers = [0, 2], StudentLayers = new[] { 1, 2 })]
        public partial class Recipe;
        """,
        "Swap the stages",
        """
        [KdGen.LayerNorm, KdGen.Linear(C), KdGen.GELU] public partial class Block { [KdGen.Arg] public const int C = 4; }
        [KdGen.Input(20, 4)] public partial class Big { [KdGen.Repeat<Block>(3, 8)] public partial class Body; [KdGen.Flatten, KdGen.Linear(10)] public partial class Head; }
        [KdGen.Input(20, 4)] public partial class Small { [KdGen.Repeat<Block>(3)] public partial class Body; [KdGen.Flatten, KdGen.Linear(10)] public partial class Head; }
        [KdGen.Distill<Big, Small>, KdGen.DistillLoss(KdGen.Kind.CE), KdGen.Adam]
        [KdGen.DistillLoss<Big.Body, Small.Body>(KdGen.Kind.Hint, Project = KdGen.Projector.Linear, TeacherLayers = [0, 2], StudentLayers = new[] { 1, 2 })]
        public partial class Recipe;
        """);

    [Fact]
    public void Related_IsTheStage()
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(Compilations.Create(
            Models + "\n[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Big.Body>(Kind.Hint), Adam] public partial class Recipe;")));
        Assert.Equal("Body", Assert.Single(diagnostic.AdditionalLocations.Select(location => location.SourceTree!.GetText().ToString(location.SourceSpan))));
    }

    [Fact]
    public void StageOfARepeatedBlock_IsReported() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Big.Mix, which is computed more than once: tap the stage around it, a block of it with TeacherLayers and StudentLayers", """
        using KdGen;
        public partial class Block { [Arg] public const int C = 16; [Conv(C), ReLU] public partial class Mix; }
        [Input(3, 8, 8)] public partial class Big { [Repeat<Block>(2)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Trunk; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Block.Mix|], Small.Trunk>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void StageBehindAForwardOfTheUsers_IsReported() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Big.Inner, which is computed by Body.Forward, which the build does not look into: tap the stage around it", """
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8)] public partial class Big
        {
            [Shape<Inner>] public partial class Body { [Conv(16), ReLU] public partial class Inner; Tensor Forward(Tensor x) => inner.call(x); }
            [GlobalAvgPool, Linear(10)] public partial class Head;
        }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Trunk; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Inner|], Small.Trunk>(Kind.Hint), Adam] public partial class Recipe;
        """.Replace("Big.Inner", "Big.Body.Inner", StringComparison.Ordinal));

    [Fact]
    public void HandWrittenModel_IsReported() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Part, which is no stage that the build knows, since teacher Mine is not declared with attributes: declare the model, or compare logits with Kind.KL", """
        using KdGen;
        using static TorchSharp.torch;
        public class Mine() : nn.Module<Tensor, Tensor>("Mine") { public class Part; public override Tensor forward(Tensor x) => x; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Trunk; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Mine, Small>, DistillLoss(Kind.CE), DistillLoss<[|Mine.Part|], Small.Trunk>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void PrivateClassOnTheWay_IsReported() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Big.Body, which is computed inside Next, which is private: make Next public", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(16)] public partial class Body; [BatchNorm, ReLU] private partial class Next; [GlobalAvgPool, Linear(10)] private partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Trunk; [GlobalAvgPool, Linear(10)] private partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.KL), DistillLoss<[|Big.Body|], Small.Trunk>(Kind.Hint, PreAct = true), Adam] public partial class Recipe;
        """);

    [Fact]
    public void PrivateClassThatIsNotOpened_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        public partial class Outer
        {
            [Input(3, 8, 8)] private partial class Big { [Conv(16), ReLU] internal partial class Body; [BatchNorm, ReLU] private partial class Next; [GlobalAvgPool, Linear(10)] private partial class Head; }
            [Input(3, 8, 8)] internal partial class Small { [Conv(16), ReLU] public partial class Trunk; [GlobalAvgPool, Linear(10)] private partial class Head; }
            [Distill<Big, Small>, DistillLoss(Kind.KL), DistillLoss<Big.Body, Small.Trunk>(Kind.Hint), Adam] private partial class Recipe;
        }
        """);

    [Fact]
    public void StageThatDoesNotExist_IsCSharpsError()
    {
        Generated generated = GeneratorHarness.Run(Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Nowhere, Small.Trunk>(Kind.Hint), Adam] public partial class Recipe;");
        Assert.Empty(AnalyzerHarness.Analyze(generated.Compilation));
    }

    [Fact]
    public void EveryKindOfStage_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        [Conv(C, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU] public partial class Block { [Arg] public const int C = 16; }
        [Input(3, 8, 8), Output<Left, Right>(Eval = Join.First)] public partial class Net
        {
            [Arg] public const int N = 3;
            [Conv(16), ReLU] public partial class Stem;
            [Repeat<Block>(N), Repeat<Block>(2, 8)] public partial class Stage1;
            [From<Stem>, Conv(8, Bias = false), BatchNorm, ReLU6] public partial class @event;
            [Add<Stage1, @event>] public partial class Sum;
            [Cat<Sum, Stem>, Conv(8), Dropout] public partial class scope;
            public partial class Outer { [Conv(8)] public partial class Inner; [From<Outer>, Conv(8), GELU] public partial class Item1; [Add<Inner, Item1>] public partial class Rest; }
            [Parallel<A, B>(Join.Mean)] public partial class Both;
            [Conv(4), SiLU] public partial class A; [Conv(4), Tanh] public partial class B;
            [Shape<Only>] public partial class Own { [Conv(4)] public partial class Only; Tensor Forward(Tensor x) => only.call(x); }
            [GlobalAvgPool] public partial class Pooled;
            [Linear(10)] public partial class Left;
            [From<Pooled>, Linear(10)] public partial class Right;
        }
        [Args(4)] public partial class Member : Net;
        [Distill<Member, Net>, Adam]
        [DistillLoss<Net.Stem, Net.Stem>(Kind.Hint), DistillLoss<Net.Stem, Net.Stem>(Kind.Hint, PreAct = true)]
        [DistillLoss<Net.Stage1, Net.Stage1>(Kind.Hint, TeacherLayers = [0, 3, 4], StudentLayers = [2, 1, 3]), DistillLoss<Net.Stage1, Net.Stage1>(Kind.Hint, PreAct = true)]
        [DistillLoss<Net.@event, Net.@event>(Kind.Hint, PreAct = true), DistillLoss<Net.Sum, Net.Sum>(Kind.Hint), DistillLoss<Net.scope, Net.scope>(Kind.Hint)]
        [DistillLoss<Net.Outer, Net.Outer>(Kind.Hint), DistillLoss<Net.Outer.Inner, Net.Outer.Rest>(Kind.Hint), DistillLoss<Net.Outer.Item1, Net.Outer.Item1>(Kind.Hint, PreAct = true)]
        [DistillLoss<Net.Both, Net.Both>(Kind.Hint), DistillLoss<Net.A, Net.B>(Kind.Hint), DistillLoss<Net.A, Net.B>(Kind.Hint, PreAct = true), DistillLoss<Net.Own, Net.Own>(Kind.Hint)]
        [DistillLoss<Net.Left, Net.Right>(Kind.Hint)]
        public partial class Recipe;
        """);

    [Fact]
    public void StageOfAThirdModel_IsCalledWithItsModel() => AnalyzerHarness.Reports("KDG2008", "the loss reads Third.Body, which is no stage of teacher Big: it has Body, Head", Models + """
        [Input(3, 8, 8)] public partial class Third { [Conv(16), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Third.Body|], Small.Trunk>(Kind.Hint), Adam] public partial class Recipe;
        """);

    private const string Stages = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU] public partial class One; [Conv(16), ReLU] public partial class Two; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class One; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Fact]
    public void NameOfNoStage_IsReportedOnItsElement() => AnalyzerHarness.Reports("KDG2008", "the loss reads Big.Two, which is a stage of teacher Big, not of student Small: Small has One, Head", Stages
        + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.AT, TeacherStages = [nameof(Big.One), nameof(Big.Two)], StudentStages = [nameof(Small.One), [|nameof(Big.Two)|]]), Adam] public partial class Recipe;");

    [Fact]
    public void AttentionBesideAMethodOfTheUsers_IsReported() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Tall.Body, which is computed by Gate, which the build does not look into: give the attention a stage of its own", """
        using KdGen;
        using static TorchSharp.torch;
        [Input(20, 8)] public partial class Tall
        {
            [Attention(2), Call(nameof(Gate)), Linear(8, 8)] public partial class Body { static Tensor Gate(Tensor x) => x; }
            [Shape(10)] public partial class Head { [Linear(8, 10)] public partial class Out; Tensor Forward(Tensor x) => @out.call(x).mean([1]); }
        }
        [Input(20, 8)] public partial class Short { [Attention(2)] public partial class Body; [Mean, Linear(10)] public partial class Head; }
        [Distill<Tall, Short>, DistillLoss(Kind.CE), DistillLoss<[|Tall.Body|], Short.Body>(Kind.AttentionMap), Adam] public partial class Recipe;
        """);

    [Fact]
    public void StageWithoutAttention_IsReported() => AnalyzerHarness.Reports("KDG2008", "the loss reads Tall.Body, which is computed without Attention: name a stage with one", """
        using KdGen;
        [Input(20, 8)] public partial class Tall { [Linear(8)] public partial class Body; [Attention(2)] public partial class Mix; [Mean, Linear(10)] public partial class Head; }
        [Input(20, 8)] public partial class Short { [Attention(2)] public partial class Body; [Mean, Linear(10)] public partial class Head; }
        [Distill<Tall, Short>, DistillLoss(Kind.CE), DistillLoss<[|Tall.Body|], Short.Body>(Kind.AttentionMap), Adam] public partial class Recipe;
        """);

    [Fact]
    public void RestThatReadsMoreThanTheStage_IsReported() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Big.Two, which is not all that the layers behind it read: name a later stage", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Big { [Conv(8), ReLU] public partial class One; [Conv(8), ReLU] public partial class Two; [Add<One, Two>] public partial class Sum; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class One; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Two|], Small.One>(Kind.SRRL), Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("DistillLoss(Kind.Hint, Teacher = [|nameof(Small.Trunk)|], Student = nameof(Big.Body))", "DistillLoss(Kind.Hint, Teacher = nameof(Big.Body), Student = nameof(Small.Trunk))")]
    [InlineData("DistillLoss(Kind.Hint, Weight = 2, Student = \"Body\", Teacher = [|\"Trunk\"|])", "DistillLoss(Kind.Hint, Weight = 2, Student = nameof(Small.Trunk), Teacher = nameof(Big.Body))")]
    [InlineData(
        "DistillLoss(Kind.Hint, TeacherStages = [[|nameof(Small.Trunk)|], nameof(Big.Head)], StudentStages = [nameof(Big.Body), nameof(Small.Head)])",
        "DistillLoss(Kind.Hint, TeacherStages = [nameof(Big.Body), nameof(Big.Head)], StudentStages = [nameof(Small.Trunk), nameof(Small.Head)])")]
    [InlineData("DistillLoss<[|Small.Trunk|], Big.Body>(Kind.Hint, Weight = 2 * 50, Schedule = Schedule.Cosine)", "DistillLoss<Big.Body, Small.Trunk>(Kind.Hint, Weight = 2 * 50, Schedule = Schedule.Cosine)")]
    public void Fix_SwapsTheStagesHoweverTheyAreWritten(string term, string mended) => CodeFixHarness.Fixes(
        Models + $"\n[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;", "Swap the stages",
        Models + $"\n[Distill<Big, Small>, DistillLoss(Kind.CE), {mended}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.Hint, Teacher = [|\"body\"|], Student = \"Trunk\")", "Use Big.Body", "DistillLoss(Kind.Hint, Teacher = nameof(Big.Body), Student = \"Trunk\")")]
    [InlineData("DistillLoss(Kind.Hint, Teacher = [|\"Big.Body\"|], Student = \"Trunk\")", "Use Big.Body", "DistillLoss(Kind.Hint, Teacher = nameof(Big.Body), Student = \"Trunk\")")]
    [InlineData("DistillLoss(Kind.Hint, TeacherStages = [\"Body\"], StudentStages = [[|\"Turnk\"|]])", "Use Small.Trunk", "DistillLoss(Kind.Hint, TeacherStages = [\"Body\"], StudentStages = [nameof(Small.Trunk)])")]
    [InlineData("DistillLoss(Kind.KL, Student = [|\"Haed\"|])", "Use Small.Head", "DistillLoss(Kind.KL, Student = nameof(Small.Head))")]
    public void Fix_UsesTheNameThatIsLikelyMeant(string term, string title, string mended) => CodeFixHarness.Fixes(
        Models + $"\n[Distill<Big, Small>, DistillLoss(Kind.CE), {term}, Adam] public partial class Recipe;", title,
        Models + $"\n[Distill<Big, Small>, DistillLoss(Kind.CE), {mended}, Adam] public partial class Recipe;");

    [Theory]
    [InlineData("\"Nothing\"", "Nothing")]
    [InlineData("\"\"", "\"\"")]
    public void NameThatIsNear_IsNotFoundForAnyName(string name, string shown)
    {
        string source = Models + $"\n[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.Hint, Teacher = [|{name}|], Student = nameof(Small.Trunk)), Adam] public partial class Recipe;";
        AnalyzerHarness.Reports("KDG2008", $"the loss reads {shown}, which is no stage of teacher Big: it has Body, Head", source);
        Assert.Empty(CodeFixHarness.Titles(source));
    }

    [Fact]
    public void StageThatTheModelsOwnForwardRuns_IsReported() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Big.Body, which is computed by Big.Forward, which the build does not look into: compare logits with Kind.KL", """
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8), Shape(10)] public partial class Big { [Conv(16), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; Tensor Forward(Tensor x) => head.call(body.call(x)); }
        [Input(3, 8, 8)] public partial class Small { [Conv(16), ReLU] public partial class Trunk; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Body|], Small.Trunk>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void StagesWithoutAttention_AreReportedOnce() => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads Big.Body, which is computed without Attention: name a stage with one",
        Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<[|Big.Body|], Small.Trunk>(Kind.AttentionMap), Adam] public partial class Recipe;");

    private const string Skips = """
        using KdGen;
        [Conv(C), ReLU] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] public partial class Big
        {
            [Conv(8), ReLU] public partial class Stem;
            public partial class Outer { [Conv(8)] public partial class Inner; [ReLU] public partial class Act; }
            [Add<Stem, Outer>, ReLU] public partial class Sum;
            [Repeat<Block>(2)] public partial class Body;
            [GlobalAvgPool, Linear(10)] public partial class Head;
        }
        [Input(3, 8, 8)] public partial class Small { [Repeat<Block>(2)] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }

        """;

    [Theory]
    [InlineData("<[|Big.Outer.Inner|], Small.Body>(Kind.SRRL)", "Big.Inner, which is inside of another stage, and the rest of the teacher starts behind one: name a stage of Big itself")]
    [InlineData("<[|Big.Body|], Small.Body>(Kind.SRRL, TeacherLayers = [0], StudentLayers = [1])", "block 0 of Big.Body, which is inside of another stage, and the rest of the teacher starts behind one: name a stage of Big itself")]
    [InlineData("<Big.Body, Small.Body>(Kind.SRRL, PreAct = [|true|])", "Big.Body before its activation, which is inside of the stage, and the rest of the teacher starts behind one: leave PreAct out")]
    public void PlaceFromWhichTheTeacherDoesNotGoOn_IsReported(string term, string message) => AnalyzerHarness.Reports(
        "KDG2008", "the loss reads " + message, Skips + $"[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss{term}, Adam] public partial class Recipe;");

    [Fact]
    public void Fix_GoesOnBehindTheStage() => CodeFixHarness.Fixes(
        Skips + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.SRRL, PreAct = [|true|]), Adam] public partial class Recipe;", "Leave PreAct out",
        Skips + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.SRRL), Adam] public partial class Recipe;");
}
