using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>Whole generated files.</summary>
public sealed class EmissionTests
{
    [Fact]
    public void Module_WithEveryOperatorAndOption() => Golden.Verify("Everything.Module", ModuleEmitter.Emit(Declare.Infer(Declare.Model(
        "Everything",
        "4, 33, 33",
        """
        Conv(8, Kernel = 5, Stride = 2, Bias = false), BatchNorm, ReLU, Conv(8, 8, Kernel = 3, Pad = 0, Groups = 4, Dilation = 2), BatchNorm(Eps = 0.001, Momentum = 0.05),
        LeakyReLU, MaxPool(3, Stride = 2, Pad = 1), GELU, AvgPool(2), SiLU, LeakyReLU(0.2), GlobalAvgPool, Flatten, Linear(16, Bias = false), BatchNorm, Tanh, Dropout,
        Linear(3), Sigmoid, Softmax
        """))));

    [Fact]
    public void Module_InAwkwardPlaces() => Golden.Verify("Awkward.Module", ModuleEmitter.Emit(Declare.Infer(Declare.Model("record", "5", "Dropout(0.5), Flatten") with
    {
        Type = new TypeName("A.class.B", new([new OuterType("class", "Outer"), new OuterType("record struct", "event")]), "record"),
    })));

    [Fact]
    public void Module_WithAnError_IsASkeleton() => Golden.Verify("Skeleton.Module", ModuleEmitter.Emit(Declare.Infer("3, 32, 32", "Flatten, Linear(1024, 10)")));

    [Fact]
    public void Loss_AtTwoTemperatures() => Golden.Verify("TwoTemperatures.Loss", Loss(Samples.Distill(
        "DistillLoss(Kind.KL, T = 4, Weight = 0.9), DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 1.5), DistillLoss(Kind.KL, Weight = 0.1)")));

    [Fact]
    public void Loss_OfTrain() => Golden.Verify("Baseline.Loss", Loss(Samples.BaselineSgd));

    [Fact]
    public void Loss_WithAnError_IsASkeleton() => Golden.Verify("Skeleton.Loss", Loss(Samples.Distill("DistillLoss(Kind.KL, T = 0)")));

    [Fact]
    public void Trainer_OfTrain() => Golden.Verify("Baseline.Trainer", TrainerEmitter.Emit(Samples.BaselineSgd));

    [Fact]
    public void Trainer_OfHandWrittenModels() => Golden.Verify("HandWritten.Trainer", TrainerEmitter.Emit(RecipeBinder.Bind(
        Declare.Recipe("HandWritten", "Big", "Small", "DistillLoss(Kind.KL, T = 4)", "AdamW(0.0003, Beta2 = 0.95, Eps = 0.000001)"), null, null)));

    [Fact]
    public void Trainer_WithAnError_IsASkeleton() => Golden.Verify("Skeleton.Trainer", TrainerEmitter.Emit(Samples.Distill("DistillLoss(Kind.KL, T = 0)")));

    private static string Loss(RecipeIr recipe) => LossEmitter.Emit(recipe, LossPlanner.Plan(recipe));
}
