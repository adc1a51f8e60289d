using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Tests.Passes;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>Whole files of recipes that read inside their models.</summary>
public sealed class TapEmissionTests
{
    private static readonly RecipeIr Hints = TapModels.Bind(
        TapModels.PostActivation("Big", 5), TapModels.PostActivation("Small", 1), "Stage2", "Stage2", "Weight = 100, PreAct = true", "KL", [0, 2, 4], [0, 0, 0]);

    private static readonly RecipeIr Wide = TapModels.Bind(TapModels.PreActivation("WideBig", 3), TapModels.PreActivation("WideSmall", 1), "Stage1", "Stage1", "PreAct = true");

    private static readonly RecipeIr Projected = TapModels.Bind(
        TapModels.PostActivation("Big", 3, width: 64), TapModels.PostActivation("Small", 1), "Stage2", "Stage1", "Weight = 100, Project = Projector.ConvReg", "KL");

    private static readonly RecipeIr Contrast = TapModels.Bind(
        TapModels.PostActivation("Big", 1), TapModels.PostActivation("Small", 1), "Pooled", "Pooled", "Weight = 0.8, K = 4096, Half = true, WarmUp = 2", kind: "CRD");

    private static readonly RecipeIr Learned = Between("VID Stage1", "SRRL Stage2", "OFD Stage2", "CWD Stage2", "FSP Stage1 Stage2");

    [Fact]
    public void Loss_OfFunctionsAndModules() => Golden.Verify("Learned.Loss", LossEmitter.Emit(Learned, LossPlanner.Plan(Learned)));

    [Fact]
    public void Trainer_OfFunctionsAndModules() => Golden.Verify("Learned.Trainer", TrainerEmitter.Emit(Learned));

    [Fact]
    public void Loss_WithHints() => Golden.Verify("Hints.Loss", LossEmitter.Emit(Hints, LossPlanner.Plan(Hints)));

    [Fact]
    public void Trainer_WithHintsOnBlocks() => Golden.Verify("Hints.Trainer", TrainerEmitter.Emit(Hints));

    [Fact]
    public void Loss_OfAProjectedFeature() => Golden.Verify("Projected.Loss", LossEmitter.Emit(Projected, LossPlanner.Plan(Projected)));

    [Fact]
    public void Trainer_OfAProjectedFeature() => Golden.Verify("Projected.Trainer", TrainerEmitter.Emit(Projected));

    [Fact]
    public void Trainer_OfContrastedSamples() => Golden.Verify("Contrast.Trainer", TrainerEmitter.Emit(Contrast));

    [Fact]
    public void Trainer_OfPreActivationNetworks() => Golden.Verify("Wide.Trainer", TrainerEmitter.Emit(Wide));

    [Fact]
    public void Loss_WithAPhase() => Golden.Verify("Phases.Loss", LossEmitter.Emit(PhaseTests.FitNet, LossPlanner.Plan(PhaseTests.FitNet)));

    [Fact]
    public void Trainer_WithAPhase() => Golden.Verify("Phases.Trainer", TrainerEmitter.Emit(PhaseTests.FitNet));

    [Fact]
    public void Trainer_WithAPretrainedPart() => Golden.Verify("Pretrained.Trainer", TrainerEmitter.Emit(PhaseTests.FactorTransfer));

    /// <summary>A recipe with cross-entropy and the terms: a kind and the stages that both models have by these names.</summary>
    private static RecipeIr Between(params string[] terms)
    {
        RecipeDecl recipe = Declare.Recipe("Kd", "Big", "Small", "DistillLoss(Kind.CE)", "Adam");
        List<AttributeDecl> losses = [.. recipe.Losses];
        foreach (string[] words in terms.Select(term => term.Split(' ')))
        {
            AttributeDecl term = AttributeText.Parse($"DistillLoss(Kind.{words[0]})", firstNode: losses.Count + 2)[0];
            Constant stages = new Constant.Texts(new(words[1..]));
            losses.Add(term with { Arguments = term.Arguments.Append(new Argument("TeacherStages", stages)).Append(new Argument("StudentStages", stages)).ToEquatableArray() });
        }

        return TapModels.Bind(recipe with { Losses = new(losses) }, TapModels.PostActivation("Big", 2), TapModels.PostActivation("Small", 1));
    }
}
