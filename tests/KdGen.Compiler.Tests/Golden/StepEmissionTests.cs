using KdGen.Compiler.Emit;
using KdGen.Compiler.Tests.Passes;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>The steps and training loops of recipes whose terms read heads, whose weights change with the epochs, whose labels are probabilities.</summary>
public sealed class StepEmissionTests
{
    [Fact]
    public void Trainer_WithHeads() => Golden.Verify("Heads.Trainer", TrainerEmitter.Emit(HeadTests.Bind(HeadTests.DeiT)));

    [Fact]
    public void Trainer_WithSchedules() => Golden.Verify("Scheduled.Trainer", TrainerEmitter.Emit(Samples.Distill("""
        DistillLoss(Kind.CE, Schedule = Schedule.Linear, EndWeight = 0.1), DistillLoss(Kind.DKD, WarmUp = 20), DistillLoss(Kind.KL, T = 4, From = 5, Until = 90, Schedule = Schedule.Cosine), DistillLoss(Kind.TVD)
        """)));

    [Fact]
    public void Trainer_OfProbabilitiesForLabels() => Golden.Verify("SoftTargets.Trainer", TrainerEmitter.Emit(Samples.Distill("DistillLoss(Kind.CE, SoftTargets = true), DistillLoss(Kind.KL)")));
}
