using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Terms as the table of losses has them: node 1 is the recipe's header, then the terms.</summary>
public sealed class LossBindingTests
{
    public static TheoryData<string> Kinds => [.. LossCatalog.All.Where(static spec => !TermOptions.IsBetweenStages(spec)).Select(static spec => spec.Kind.ToString())];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryLoss_IsATermWithItsDefaults(string kind)
    {
        LossSpec spec = LossCatalog.Of(Enum.Parse<LossKind>(kind));
        RecipeIr recipe = Samples.Distill($"DistillLoss(Kind.{kind})");
        Assert.Equal(LossBinder.ReadsTeacher(spec.Reads) ? [] : [ProblemCode.TeacherUnread], recipe.Problems.Select(static problem => problem.Code));
        LossTerm term = Assert.Single(recipe.Losses);
        Assert.Equal((spec.Kind, 1.0, spec.Temperature ?? 1, false, 0), (term.Kind, term.Weight, term.Temperature, term.StatesTemperature, term.Options.Count));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TeacherThatIsRead_IsNeededInTrain(string kind)
    {
        RecipeIr recipe = RecipeBinder.Bind(Declare.Recipe("Kd", null, "LightNN", $"DistillLoss(Kind.{kind})", "Adam"), null, Declare.Signature(Samples.LightNN));
        Assert.Equal(
            LossBinder.ReadsTeacher(LossCatalog.Of(Enum.Parse<LossKind>(kind)).Reads) ? [$"KDG2022: {kind} reads a teacher, which Kd does not have: use [Distill<Teacher, LightNN>]"] : [],
            recipe.Problems.Select(static problem => problem.Text));
    }

    [Fact]
    public void WrittenOptions_AreTheTerms()
    {
        LossTerm term = Assert.Single(Samples.Distill("DistillLoss(Kind.DKD, Beta = 6, T = 4, Standardize = true)").Losses);
        Assert.Equal(["Beta 6.0", "Standardize true"], term.Options.Select(static option => $"{option.Name} {option.Code}").Order(StringComparer.Ordinal));
        Assert.Equal((4.0, true), (term.Temperature, term.StatesTemperature));
        Assert.Equal(new Constant.Real(1), term.Option("Alpha"));
    }

    [Theory]
    [InlineData("CE, T = 4", "T", "KDG2013: CE needs no T: it has no temperature")]
    [InlineData("HardLabel, T = 4", "T", "KDG2013: HardLabel needs no T: it has no temperature")]
    [InlineData("CE, Teacher = Big.Head", "Teacher", "KDG2013: CE needs no Teacher: it does not read the teacher's logits")]
    [InlineData("KL, Beta = 2", "Beta", "KDG2013: KL needs no Beta: it is an option of JSD, DKD and DIST")]
    [InlineData("KL, LabelSmoothing = 0.1", "LabelSmoothing", "KDG2013: KL needs no LabelSmoothing: it is an option of CE")]
    public void OptionOfOtherLosses_IsIgnored(string term, string option, string text)
    {
        RecipeIr recipe = Samples.Distill($"DistillLoss(Kind.DKD), DistillLoss(Kind.{term})");
        Problem problem = Assert.Single(Said(recipe));
        Assert.Equal((text, new NodeId(3), option), (problem.Text, problem.Node, problem.Argument));
        Assert.Equal($"Remove {option}", Assert.Single(problem.Fixes).Title);
        Assert.False(recipe.HasErrors);
        Assert.Empty(recipe.Losses[1].Options);
    }

    [Theory]
    [InlineData("JSD, Beta = 1.5", "Beta", "KDG1105: JSD has Beta = 1.5: Beta is between 0 and 1")]
    [InlineData("CE, LabelSmoothing = -0.1", "LabelSmoothing", "KDG1105: CE has LabelSmoothing = -0.1: smoothing is between 0 and 1")]
    [InlineData("TopKKL, K = 0", "K", "KDG1105: TopKKL has K = 0: classes are at least 1")]
    [InlineData("DKD, T = 0", "T", "KDG2012: DKD has T = 0: a temperature is above 0, for example T = 4")]
    [InlineData("KL, WarmUp = -1", "WarmUp", "KDG1105: KL has WarmUp = -1: epochs of warm-up are at least 0")]
    [InlineData("KL, From = 0", "From", "KDG1105: KL has From = 0: epochs count from 1: From is at least 1")]
    [InlineData("KL, From = 10, Until = 5", "Until", "KDG1105: KL has Until = 5: it counts from epoch 10 on, so Until is at least 10")]
    [InlineData("KL, EndWeight = 0.1", "EndWeight", "KDG1105: KL has EndWeight = 0.1 and no Schedule: add Schedule = Schedule.Linear or Schedule.Cosine")]
    [InlineData("KL, Schedule = Schedule.Cosine, EndWeight = -1", "EndWeight", "KDG1105: KL has EndWeight = -1: a weight is a finite number, at least 0")]
    [InlineData("KL, Schedule = 7", "Schedule", "KDG1105: DistillLoss has Schedule = 7: the schedules are Schedule.Constant, Schedule.Linear, Schedule.Cosine")]
    [InlineData("77", "kind", "KDG1105: DistillLoss has kind 77: name a member of Kind")]
    [InlineData("Hint", "kind", "KDG1105: DistillLoss has Hint without stages: name a stage of each model, [DistillLoss<Teacher.Stage, Student.Stage>(Kind.Hint)]")]
    public void WrongOption_IsOneError(string term, string argument, string text)
    {
        RecipeIr recipe = Samples.Distill($"DistillLoss(Kind.CE), DistillLoss({(term == "77" ? "" : "Kind.")}{term})");
        Problem problem = Assert.Single(recipe.Problems);
        Assert.Equal((text, new NodeId(3), argument), (problem.Text, problem.Node, problem.Argument));
        Assert.True(recipe.HasErrors);
    }

    [Theory]
    [InlineData("WarmUp = 20", 20, 1, null, WeightCourse.Constant, 0)]
    [InlineData("From = 5, Until = 5", 0, 5, 5L, WeightCourse.Constant, 0)]
    [InlineData("Schedule = Schedule.Linear", 0, 1, null, WeightCourse.Linear, 0)]
    [InlineData("Schedule = Schedule.Cosine, EndWeight = 0.1, Until = 90, WarmUp = 3", 3, 1, 90L, WeightCourse.Cosine, 0.1)]
    internal void Schedule_IsWhatIsWritten(string options, long warmUp, long from, long? until, WeightCourse course, double endWeight)
        => Assert.Equal(new WeightSchedule(warmUp, from, until, course, endWeight), Samples.Distill($"DistillLoss(Kind.KL, {options})").Losses[0].Schedule);

    [Fact]
    public void WithoutASchedule_ThereIsNone() => Assert.Null(Samples.Distill("DistillLoss(Kind.KL, WarmUp = 0, From = 1)").Losses[0].Schedule);

    [Fact]
    public void TermThatBeginsWithNothing_CountsWhereItsScheduleEndsWithMore()
    {
        RecipeIr recipe = Samples.Distill("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Weight = 0, Schedule = Schedule.Linear, EndWeight = 1)");
        Assert.Empty(recipe.Problems);
        Assert.Equal((0.0, 1.0), (recipe.Losses[1].Weight, recipe.Losses[1].Schedule!.EndWeight));
    }

    [Fact]
    public void Names_AreTheLossesWithSmallFirstLetters()
        => Assert.Equal(
            ["ce", "kl", "reverseKL", "dkd", "deiTSoft", "kl2", "topKKL", "logitMse", "kl3"],
            Samples.Distill("""
                DistillLoss(Kind.CE), DistillLoss(Kind.KL), DistillLoss(Kind.ReverseKL), DistillLoss(Kind.DKD), DistillLoss(Kind.DeiTSoft), DistillLoss(Kind.KL, T = 2),
                DistillLoss(Kind.TopKKL), DistillLoss(Kind.LogitMse), DistillLoss(Kind.KL, T = 4)
                """).Losses.Select(static term => term.Name));

    [Theory]
    [InlineData("DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.KL, T = 4, Beta = 1)", "KL at T = 4")]
    [InlineData("DistillLoss(Kind.DKD), DistillLoss(Kind.DKD, Beta = 8, Weight = 2)", "DKD at T = 4")]
    [InlineData("DistillLoss(Kind.CE, LabelSmoothing = 0.1), DistillLoss(Kind.KL), DistillLoss(Kind.CE, LabelSmoothing = 0.1)", "CE")]
    public void EqualTerms_AreDuplicates(string losses, string term)
        => Assert.Equal($"KDG2020: {term} stands there already: remove one, or add up the weights", Samples.Distill(losses).Problems.Single(static problem => problem.Code == ProblemCode.DuplicateTerm).Text);

    [Theory]
    [InlineData("DistillLoss(Kind.DKD), DistillLoss(Kind.DKD, Beta = 2)")]
    [InlineData("DistillLoss(Kind.KL), DistillLoss(Kind.KL, Standardize = true)")]
    [InlineData("DistillLoss(Kind.KL, Until = 10), DistillLoss(Kind.KL, From = 11, Weight = 2)")]
    public void TermsThatDiffer_AreNone(string losses) => Assert.Empty(Samples.Distill(losses).Problems);

    [Fact]
    public void IgnoredLabel_IsOneForAllTerms()
    {
        Problem problem = Assert.Single(Samples.Distill("DistillLoss(Kind.CE, IgnoreIndex = 0), DistillLoss(Kind.KL), DistillLoss(Kind.BCE, IgnoreIndex = 9)").Problems);
        Assert.Equal("KDG1105: BCE has IgnoreIndex = 9: CE has 0 for the same labels", problem.Text);
        Assert.Equal((new NodeId(4), "IgnoreIndex"), (problem.Node, problem.Argument));
    }

    [Fact]
    public void IgnoredLabelThatIsWrittenOnce_HoldsForAll()
    {
        RecipeIr recipe = Samples.Distill("DistillLoss(Kind.BCE), DistillLoss(Kind.CE, IgnoreIndex = 0), DistillLoss(Kind.KL)");
        Assert.Empty(Said(recipe));
        Assert.Equal(0, recipe.IgnoreIndex);
    }

    /// <summary>Labels are what they are, whether or not the term that says it is switched off.</summary>
    [Fact]
    public void TermThatWeighsNothing_SaysWhatLabelsAre()
    {
        Assert.Equal((0, false), LabelsOf("DistillLoss(Kind.CE, Weight = 0, IgnoreIndex = 0), DistillLoss(Kind.DKD)"));
        Assert.Equal((-100, true), LabelsOf("DistillLoss(Kind.CE, Weight = 0, SoftTargets = true), DistillLoss(Kind.DKD)"));
        Assert.Equal((-100, false), LabelsOf("DistillLoss(Kind.CE, Weight = 0), DistillLoss(Kind.DKD)"));

        static (long, bool) LabelsOf(string losses)
        {
            RecipeIr recipe = Samples.Distill(losses);
            Assert.Single(recipe.Losses);
            return (recipe.IgnoreIndex, recipe.TakesTargets);
        }
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, "KDG1105: CE has 3 ClassWeights: give 10, one for each class of student LightNN")]
    [InlineData(new[] { 1.0, 1, 1, 1, 1, 1, 1, 1, 1, -1 }, "KDG1105: CE has ClassWeights = -1: a weight is a finite number, at least 0")]
    [InlineData(new[] { 1.0, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, null)]
    public void ClassWeights_AreAsManyAsClasses(double[] weights, string? text)
    {
        RecipeDecl recipe = Declare.Recipe("Kd", "DeepNN", "LightNN", "DistillLoss(Kind.CE), DistillLoss(Kind.KL)", "Adam");
        AttributeDecl ce = recipe.Losses[0];
        ce = ce with { Arguments = ce.Arguments.Append(new Argument("ClassWeights", new Constant.Reals(new(weights)))).ToEquatableArray() };
        RecipeIr bound = RecipeBinder.Bind(recipe with { Losses = new([ce, recipe.Losses[1]]) }, Declare.Signature(Samples.DeepNN), Declare.Signature(Samples.LightNN));
        Assert.Equal(text is null ? [] : [text], Said(bound).Select(static problem => problem.Text));
        Assert.All(Said(bound), static problem => Assert.Equal("ClassWeights", problem.Argument));
    }

    /// <summary>With two classes there is one other, which takes all that the label leaves: that part of the loss is 0.</summary>
    [Theory]
    [InlineData("DKD")]
    [InlineData("NKD")]
    public void TwoClasses_AreEnough(string kind)
    {
        ModuleSignature Model(string name) => Declare.Signature(Declare.Model(name, "3, 8, 8", "Flatten, Linear(2)"));
        Assert.Empty(RecipeBinder.Bind(Declare.Recipe("Kd", "DeepNN", "LightNN", $"DistillLoss(Kind.{kind})", "Adam"), Model("DeepNN"), Model("LightNN")).Problems);
    }

    [Theory]
    [InlineData("Flatten, Linear(1)", "DistillLoss(Kind.DKD)", "KDG1105: DKD has 1 class of student LightNN: it needs at least 2")]
    [InlineData("Flatten, Linear(1)", "DistillLoss(Kind.BCE), DistillLoss(Kind.KL, T = 4)", "KDG1105: KL has 1 class of student LightNN: it needs at least 2, BinaryKL takes one")]
    [InlineData("Flatten, Reshape(4, -1)", "DistillLoss(Kind.CE), DistillLoss(Kind.KL)", "KDG1004: CE needs a vector of classes but receives a 4x48 sequence from student LightNN: end it with Select(0) or Mean and a Linear")]
    public void ResultThatALossCannotTake_IsReported(string student, string losses, string text)
    {
        RecipeIr recipe = RecipeBinder.Bind(
            Declare.Recipe("Kd", "DeepNN", "LightNN", losses, "Adam"),
            Declare.Signature(Declare.Model("DeepNN", "3, 8, 8", "Flatten, Linear(1)")),
            Declare.Signature(Declare.Model("LightNN", "3, 8, 8", student)));
        Assert.Equal(text, Assert.Single(recipe.Problems).Text);
    }

    [Theory]
    [InlineData("DeepNN", "DistillLoss(Kind.BCE), DistillLoss(Kind.KL, T = 4)", "Use Kind.BinaryKL")]
    [InlineData("DeepNN", "DistillLoss(Kind.CE), DistillLoss(Kind.BinaryKL, T = 4)", "Use Kind.BCE")]
    [InlineData(null, "DistillLoss(Kind.CE)", "Use Kind.BCE")]
    [InlineData(null, "", "Add [DistillLoss(Kind.BCE)]")]
    public void OneLogit_IsOfferedTheBinaryLoss(string? teacher, string losses, string fix)
    {
        ModuleSignature Model(string name) => Declare.Signature(Declare.Model(name, "3, 8, 8", "Flatten, Linear(1)"));
        RecipeIr recipe = RecipeBinder.Bind(Declare.Recipe("Kd", teacher, "LightNN", losses, "Adam"), teacher is null ? null : Model("DeepNN"), Model("LightNN"));
        Assert.Equal(fix, Assert.Single(Assert.Single(recipe.Problems).Fixes).Title);
    }

    [Fact]
    public void OneLogit_HasBinaryLosses()
    {
        ModuleSignature Model(string name) => Declare.Signature(Declare.Model(name, "3, 8, 8", "Flatten, Linear(1)"));
        Assert.Empty(RecipeBinder.Bind(Declare.Recipe("Kd", "DeepNN", "LightNN", "DistillLoss(Kind.BCE, Weight = 0.5), DistillLoss(Kind.BinaryKL, T = 4, Weight = 0.5)", "Adam"), Model("DeepNN"), Model("LightNN")).Problems);
    }

    /// <summary>Without what is said to those alone who ask for it.</summary>
    private static IEnumerable<Problem> Said(RecipeIr recipe) => recipe.Problems.Where(static problem => problem.Rule.Severity != ProblemSeverity.Hidden);
}
