using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Tests.Passes;
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
}
