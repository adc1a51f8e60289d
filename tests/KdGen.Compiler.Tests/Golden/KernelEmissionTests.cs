using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>What fused losses look like as C# over the memory of tensors.</summary>
public sealed class KernelEmissionTests
{
    [Theory]
    [InlineData("CeKl", "DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 4, Weight = 0.9)")]
    [InlineData("LogitMse", "DistillLoss(Kind.LogitMse)")]
    [InlineData("CwtmDkpp", "DistillLoss(Kind.CWTM), DistillLoss(Kind.DKPP)")]
    public void Kernel_ReadsAsWrittenForTheLoss(string name, string losses) => Golden.Verify($"{name}.Kernel", Emitted(losses));

    [Fact]
    public void Kernel_IsNotWritten_WhenNothingIsFused() => Assert.Equal("", Emitted("DistillLoss(Kind.DIST)"));

    private static string Emitted(string losses)
    {
        RecipeIr recipe = Samples.Distill(losses);
        return SimdEmitter.Emit(recipe, LossPlanner.Plan(recipe), recipe.IgnoreIndex);
    }
}
