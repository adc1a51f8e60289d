using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1101Tests
{
    private const string Message = "Softmax ends Small, whose output the loss takes for logits: remove it";

    [Fact]
    public void LastInTheList_IsReportedOnceForAllTerms() => AnalyzerHarness.Reports("KDG1101", Message, """
        using KdGen;
        [Teacher, Input(4)] [Linear(8), ReLU, Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3), [|Softmax|]] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2), DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;
        """);

    [Fact]
    public void LastInAStage_IsReportedThere() => AnalyzerHarness.Reports("KDG1101", Message, """
        using KdGen;
        [Input(4)] public partial class Small { [Linear(8), ReLU] public partial class Body; public partial class Head { [Linear(3)] public partial class Logits; [[|Softmax|], Dropout(0.1)] public partial class End; } }
        [Train<Small>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void LastInARepeatedBlock_IsReportedThere() => AnalyzerHarness.Reports("KDG1101", Message, """
        using KdGen;
        [Linear(3), [|Softmax|]] public partial class Block;
        [Input(4)] [Repeat<Block>(2)] public partial class Small;
        [Train<Small>, DistillLoss(Kind.CE), Adam] public partial class Recipe;
        """);

    [Fact]
    public void EachHead_IsLookedAt() => AnalyzerHarness.Reports("KDG1101", Message, """
        using KdGen;
        [Input(4), Output<Left, Right>] public partial class Small
        {
            [Linear(8), ReLU] public partial class Body;
            [Linear(3)] public partial class Left;
            [From<Body>, Linear(3), [|Softmax|]] public partial class Right;
        }
        [Train<Small>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void SeveralRecipesAndAnActivationBefore_AreReportedOnce() => AnalyzerHarness.Reports("KDG1101", "Softmax ends Net, whose output the loss takes for logits: remove it", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3), ReLU, [|Softmax|]] public partial class Net;
        [Train<Net>, Adam] public partial class First;
        [Distill<Net, Net>, DistillLoss(Kind.KL, T = 2), Adam] public partial class Second;
        """);

    [Fact]
    public void ModelOfAnotherProject_IsSaidAtTheTerm()
    {
        using MemoryStream library = new();
        Generated models = GeneratorHarness.Run("using KdGen; namespace Models; [Input(4)] [Linear(3), Softmax] public partial class Big;");
        Assert.True(models.Compilation.Emit(library).Success);
        Generated generated = GeneratorHarness.Run(Compilations.Create("""
            using KdGen;
            [Student, Input(4)] [Linear(3)] public partial class Small;
            [Distill<Models.Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2), Adam] public partial class Recipe;
            """).AddReferences(MetadataReference.CreateFromImage(library.ToArray())));
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(generated.Compilation));
        Assert.Equal(("KDG1101", "Softmax ends Big, whose output the loss takes for logits: remove it"), (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Equal("Kind.KL", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void SoftmaxThatNoLossReads_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] public partial class Big { [Linear(99), ReLU, Linear(8), ReLU] public partial class Body; [Linear(3), Softmax] public partial class Head; }
        [Student, Input(4)] public partial class Small { [Linear(8), Softmax, Linear(8)] public partial class Body; [Linear(3)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), DistillLoss(Kind.KL, Weight = 0), Adam] public partial class Recipe;
        """);

    [Fact]
    public void HandWrittenTeacherAndTorchScript_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        public class Hand() : nn.Module<Tensor, Tensor>("Hand") { public override Tensor forward(Tensor input) => input.softmax(1); }
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Hand, Small>, DistillLoss(Kind.KL, T = 2), Adam] public partial class First;
        [Distill<jit.ScriptModule<Tensor, Tensor>, Small>(TeacherWeights = "teacher.pt"), DistillLoss(Kind.KL, T = 2), Adam] public partial class Second;
        """);

    [Fact]
    public void Fix_RemovesIt() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Input(4)] [Linear(3), [|Softmax|]] public partial class Small;
        [Train<Small>, Adam] public partial class Recipe;
        """,
        "Remove Softmax",
        """
        using KdGen;
        [Input(4)] [Linear(3)] public partial class Small;
        [Train<Small>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_RemovesAStageOfItsOwn() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Input(4)] public partial class Small
        {
            [Linear(3)] public partial class Logits;
            [[|Softmax|]] public partial class Chances;
        }
        [Train<Small>, Adam] public partial class Recipe;
        """,
        "Remove Softmax",
        """
        using KdGen;
        [Input(4)] public partial class Small
        {
            [Linear(3)] public partial class Logits;
        }
        [Train<Small>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_IsNotOfferedInABlock() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [Linear(3), [|Softmax|]] public partial class Block;
        [Input(4)] [Repeat<Block>(2)] public partial class Small;
        [Train<Small>, Adam] public partial class Recipe;
        """));
}
