using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Terms that name the stages whose logits they read. "Any.Dist" stands for nameof(...): C# gives the name alone.</summary>
public sealed class HeadTests
{
    private static readonly ModuleDecl Big = TapModels.PostActivation("Big", 1);

    /// <summary>The terms of hard distillation over two heads.</summary>
    internal const string DeiT = "DistillLoss(Kind.CE, LabelSmoothing = 0.1, Weight = 0.5, Student = Any.Cls), DistillLoss(Kind.HardLabel, Weight = 0.5, Student = Any.Dist)";

    [Fact]
    public void Heads_AreWhatTheTermsRead()
    {
        RecipeIr recipe = Bind(DeiT);
        Assert.Empty(recipe.Problems);
        Assert.Equal(["studentCls", "studentDist"], recipe.StudentHeads.Select(static head => head.Variable));
        Assert.Equal(["ceCls", "hardLabelDist"], recipe.Losses.Select(static term => term.Name));
        Assert.Equal(["studentCls", "studentDist", "teacher", "y"], RecipeText.LossParameters(recipe, "y"));
        Assert.Equal(["studentCls", "studentDist"], RecipeText.LearnedInputs(recipe));
        Assert.False(recipe.StudentReader!.ReadsResult);
        Assert.Null(recipe.TeacherReader);
    }

    [Fact]
    public void TermWithoutAHead_ReadsTheResultToo()
    {
        RecipeIr recipe = Bind("DistillLoss(Kind.CE), DistillLoss(Kind.HardLabel, Student = Any.Dist)");
        Assert.Equal(["student", "studentDist", "teacher", "y"], RecipeText.LossParameters(recipe, "y"));
        Assert.True(recipe.StudentReader!.ReadsResult);
    }

    [Fact]
    public void StageThatIsTheResult_IsNoHeadOfItsOwn()
    {
        RecipeIr recipe = Bind(Declare.Recipe("Kd", "Big", "Small", "DistillLoss(Kind.CE, Weight = 0.5, Student = Any.Logits), DistillLoss(Kind.KL, Weight = 0.5)", "Adam"), Big, TapModels.PostActivation("Small", 1));
        Assert.Empty(recipe.Problems);
        Assert.Equal(["student", "teacher", "y"], RecipeText.LossParameters(recipe, "y"));
        Assert.Equal(["ce", "kl"], recipe.Losses.Select(static term => term.Name));
        Assert.Null(recipe.StudentReader);
    }

    [Fact]
    public void HeadOfTheTeacher_IsRead()
    {
        RecipeIr recipe = Bind(Declare.Recipe("Kd", "Two", "Small", "DistillLoss(Kind.CE, Weight = 0.5), DistillLoss(Kind.KL, Weight = 0.5, Teacher = Any.Dist)", "Adam"), TwoHeads(), TapModels.PostActivation("Small", 1));
        Assert.Empty(recipe.Problems);
        Assert.Equal(["student", "teacherDist", "y"], RecipeText.LossParameters(recipe, "y"));
    }

    [Fact]
    public void HeadThatIsAFeatureToo_IsOneParameter()
    {
        RecipeDecl recipe = Declare.Recipe("Kd", "Big", "Two", DeiT, "Adam");
        AttributeDecl hint = AttributeText.Parse("DistillLoss(Kind.Hint)", firstNode: 9)[0] with { Types = new([TapModels.Global("Big", "Logits"), TapModels.Global("Two", "Dist")]) };
        RecipeIr bound = Bind(recipe with { Losses = recipe.Losses.Append(hint).ToEquatableArray() }, Big, TwoHeads());
        Assert.Empty(bound.Problems);
        Assert.Equal(["studentCls", "studentDist", "teacher", "y", "teacherLogitsFeature"], RecipeText.LossParameters(bound, "y"));
        Assert.Equal(["studentCls", "studentDist"], RecipeText.LearnedInputs(bound));
    }

    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Student = Any.Other)", "Student", "KDG2008: the loss reads Other, which is no stage of student Two: it has Stem, Pooled, Cls, Dist")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Teacher = Any.Dist)", "Teacher", "KDG2008: the loss reads Two.Dist, which is a stage of student Two, not of teacher Big: Big has Stem, Stage1, Stage2, Pooled, Logits")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Student = Any.Stem)", "Student", "KDG2004: KL compares vectors of classes, but Two.Stem is a 16x16x16 map")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Student = Any.Pooled)", "Student", "KDG2001: KL needs equal classes: teacher Big has 10, student Two.Pooled has 16")]
    public void WrongHead_IsOneError(string losses, string? argument, string text)
    {
        Problem problem = Assert.Single(Bind(losses).Problems);
        Assert.Equal((text, argument, new NodeId(3)), (problem.Text, problem.Argument, problem.Node));
    }

    [Fact]
    public void HeadOfAHandWrittenModel_IsReported()
    {
        RecipeIr recipe = KdGen.Compiler.Passes.RecipeBinder.Bind(Declare.Recipe("Kd", "Big", "Two", "DistillLoss(Kind.KL, Student = Any.Dist)", "Adam"), Declare.Signature(Big), null);
        Assert.Equal("KDG2008: the loss reads Dist, which is no stage that the build knows, since student Two is not declared with attributes: declare the model, or leave Student out", Assert.Single(recipe.Problems).Text);
    }

    [Fact]
    public void HeadInTrain_IsRead()
    {
        RecipeDecl recipe = Declare.Recipe("Kd", null, "Two", "DistillLoss(Kind.CE, Student = Any.Cls), DistillLoss(Kind.BCE, Student = Any.Dist)", "Adam");
        ShapedModule two = Declare.Infer(TwoHeads());
        ModelTaps? taps = KdGen.Compiler.Passes.Taps.Of(recipe, null, two).Student;
        RecipeIr bound = KdGen.Compiler.Passes.RecipeBinder.Bind(recipe, null, ModuleSignature.Of(two) with { Taps = taps });
        Assert.Empty(bound.Problems);
        Assert.Contains("var (studentCls, studentDist) = ReadStudent(Model, x);", TrainerEmitter.Emit(bound), StringComparison.Ordinal);
    }

    /// <summary>A recipe from one head to two.</summary>
    internal static RecipeIr Bind(string losses) => Bind(Declare.Recipe("Kd", "Big", "Two", losses, "Adam"), Big, TwoHeads());

    private static RecipeIr Bind(RecipeDecl recipe, ModuleDecl teacher, ModuleDecl student) => TapModels.Bind(recipe, teacher, student);

    private static ModuleDecl TwoHeads()
    {
        AttributeDecl From() => new AttributeDecl(new NodeId(1), "From", default) { Types = new([TapModels.Global("Two", "Pooled")]) };
        return TapModels.Model(
            "Two",
            [
                TapModels.Stage("Two", "Stem", "Conv(16), BatchNorm, ReLU"),
                TapModels.Stage("Two", "Pooled", "GlobalAvgPool"),
                TapModels.Stage("Two", "Cls", [From(), .. TapModels.List("Linear(10)")]),
                TapModels.Stage("Two", "Dist", [From(), .. TapModels.List("Linear(10)")]),
            ]) with
        {
            Output = new AttributeDecl(new NodeId(2), "Output", default) { Types = new([TapModels.Global("Two", "Cls"), TapModels.Global("Two", "Dist")]) },
        };
    }
}
