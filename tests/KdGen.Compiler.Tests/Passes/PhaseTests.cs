using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Phases before the main training: which terms count in which, and what each of them reads.</summary>
public sealed class PhaseTests
{
    private static readonly ModuleDecl Big = TapModels.PostActivation("Big", 2, width: 32);
    private static readonly ModuleDecl Small = TapModels.PostActivation("Small", 1);

    /// <summary>A recipe whose terms with a stage compare that stage of both models.</summary>
    internal static RecipeIr Bind(string terms, string phases, params (int Term, string Stage)[] stages)
    {
        RecipeDecl recipe = Declare.Recipe("Kd", "Big", "Small", terms, $"Adam, {phases}");
        return TapModels.Bind(
            recipe with
            {
                Losses = recipe.Losses.Select((loss, place) => stages.FirstOrDefault(stage => stage.Term == place) is { Stage: { } stage }
                    ? loss with { Types = new([TapModels.Global("Big", stage), TapModels.Global("Small", stage)]) } : loss).ToEquatableArray(),
            },
            Big, Small);
    }

    internal static RecipeIr FitNet => Bind(
        "DistillLoss(Kind.Hint, Phase = 1, Weight = 2, WarmUp = 3, Project = Projector.Conv1x1), DistillLoss(Kind.CE, Weight = 0.5), DistillLoss(Kind.KL, T = 4, Weight = 0.5)", "Phase(1, Epochs = 30), Epochs(20)", (0, "Stage1"));

    internal static RecipeIr FactorTransfer => Bind("DistillLoss(Kind.CE), DistillLoss(Kind.FT, Weight = 200, Pretrain = 1)", "Phase(1)", (1, "Stage2"));

    [Fact]
    public void Terms_CountInTheirPhaseAlone()
    {
        RecipeIr recipe = FitNet;

        Assert.Empty(recipe.Problems);
        Assert.Equal(["ce", "kl"], recipe.Losses.Select(static term => term.Name));
        PhaseIr phase = Assert.Single(recipe.Phases);
        Assert.Equal((1, 30), (phase.Number, phase.Epochs));
        Assert.Equal(["hint"], phase.Losses.Select(static term => term.Name));
        Assert.Equal(["hint", "ce", "kl"], recipe.AllLosses.Select(static term => term.Name));
        Assert.Equal(20, recipe.Epochs);
    }

    [Fact]
    public void Phase_ReadsNoFurtherThanItsTerms()
    {
        RecipeIr recipe = FitNet;
        RecipeIr phase = recipe.InPhases.First();

        Assert.Null(recipe.StudentReader);
        Assert.Equal((true, true), (recipe.TakesStudentLogits, recipe.TakesTeacherLogits));
        Assert.Equal((false, false), (phase.TakesStudentLogits, phase.TakesTeacherLogits));
        Assert.Equal(2, phase.StudentReader!.Place.Steps.Count);    // Stem, Stage1
        Assert.Equal(2, phase.TeacherReader!.Place.Steps.Count);
    }

    [Fact]
    public void MainTraining_DoesNotRunATeacherThatOnlyPhasesRead()
    {
        RecipeIr recipe = Bind("DistillLoss(Kind.AT, Phase = 1), DistillLoss(Kind.CE)", "Phase(1)", (0, "Stage2"));

        Assert.Empty(recipe.Problems);
        Assert.False(recipe.TakesTeacherLogits);
        Assert.True(recipe.TakesStudentLogits);
    }

    [Fact]
    public void Pretraining_ReadsTheTeacherAlone()
    {
        RecipeIr recipe = FactorTransfer;

        Assert.Empty(recipe.Problems);
        PhaseIr phase = Assert.Single(recipe.Phases);
        Assert.Equal(10, phase.Epochs);
        LossTerm term = Assert.Single(phase.Losses);
        Assert.Equal(("ftReconstruction", 1.0, true), (term.Name, term.Weight, term.Pretrains));
        Assert.Equal("ftStage2", term.Learned!.Module);
        Assert.Null(phase.StudentReader);
        Assert.False(recipe.InPhases.First().TakesStudentLogits);
        Assert.Equal("ftStage2", Assert.Single(recipe.LearnedLosses).Module);
    }

    [Fact]
    public void Phases_RunByTheirNumbers()
    {
        RecipeIr recipe = Bind(
            "DistillLoss(Kind.AT, Phase = 2), DistillLoss(Kind.Hint, Phase = 1, Project = Projector.Conv1x1), DistillLoss(Kind.CE)", "Phase(2, Epochs = 5), Phase(1, Epochs = 4)", (0, "Stage2"), (1, "Stage1"));

        Assert.Empty(recipe.Problems);
        Assert.Equal([(1, 4), (2, 5)], recipe.Phases.Select(static phase => (phase.Number, phase.Epochs)));
        Assert.Equal([LossKind.Hint, LossKind.AT], recipe.Phases.Select(static phase => Assert.Single(phase.Losses).Kind));
    }

    /// <summary>One term in two phases is two terms; the weights of the main training alone share 1.</summary>
    [Fact]
    public void Lints_LookAtEachPhaseByItself()
        => Assert.Empty(Bind("DistillLoss(Kind.AT, Phase = 1), DistillLoss(Kind.AT), DistillLoss(Kind.CE, Weight = 0.5), DistillLoss(Kind.KL, Weight = 0.5), DistillLoss(Kind.KL, Phase = 1)", "Phase(1)", (0, "Stage2"), (1, "Stage2")).Problems);

    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1)", "Epochs(3)", "KL has Phase = 1: add [Phase(1, Epochs = 10)]")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 3)", "Epochs(3)", "KL has Phase = 3: phases count from 1, and the recipe has none")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 3)", "Phase(1)", "KL has Phase = 3: the recipe has 1 phase")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 0)", "Epochs(3)", "KL has Phase = 0: phases count from 1, Phase is at least 1")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1)", "Phase(1, Epochs = 0)", "Phase has Epochs = 0: epochs are at least 1")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1)", "Phase(0)", "Phase has number = 0: phases count from 1, a number is at least 1")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1)", "Phase(1), Phase(1)", "Kd has phase 1 twice: phases count from 1 without gaps, use 2")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1)", "Phase(1), Phase(3)", "Kd has phase 3 but no phase 2: phases count from 1 without gaps, use 2")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL)", "Phase(1)", "Kd has no loss with a weight above 0 in phase 1: give one Phase = 1, or remove the phase")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1, Weight = 0)", "Phase(1)", "Kd has no loss with a weight above 0 in phase 1: give one Phase = 1, or remove the phase")]
    [InlineData("DistillLoss(Kind.KL, Phase = 1)", "Phase(1)", "Kd has no loss with a weight above 0 outside its phases: add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]")]
    public void Mistake_IsOneError(string terms, string phases, string message)
        => Assert.Equal([message], Bind(terms, phases).Problems.Where(static problem => problem.IsError).Select(static problem => problem.Message));

    [Theory]
    [InlineData("Pretrain = 1", "Epochs(3)", "FT has Pretrain = 1: add [Phase(1, Epochs = 10)]")]
    [InlineData("Pretrain = 1, Phase = 1", "Phase(1)", "FT has Pretrain = 1 but counts in phase 1: what it compares with is trained before")]
    public void Pretraining_NeedsAnEarlierPhase(string options, string phases, string message)
        => Assert.Equal([message], Bind($"DistillLoss(Kind.CE), DistillLoss(Kind.FT, {options})", phases, (1, "Stage2")).Problems.Select(static problem => problem.Message));

    [Fact]
    public void Pretrain_OfALossWithoutOne_IsIgnored()
    {
        Problem problem = Assert.Single(Bind("DistillLoss(Kind.CE), DistillLoss(Kind.AT, Pretrain = 1)", "Epochs(3)", (1, "Stage2")).Problems);
        Assert.Equal("AT needs no Pretrain: it is an option of FT", problem.Message);
    }

    [Fact]
    public void UndeclaredPhase_IsSaidOnceForAllItsTerms()
    {
        Problem problem = Assert.Single(Bind("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1), DistillLoss(Kind.TVD, Phase = 1)", "Epochs(3)").Problems);
        Assert.Equal((3, 4), (problem.Node.Value, Assert.Single(problem.Related).Node.Value));
    }
}
