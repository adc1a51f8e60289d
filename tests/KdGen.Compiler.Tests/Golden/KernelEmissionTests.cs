using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>What fused losses look like as C# over the memory of tensors. That of CE and KL is among the files of the tutorial's whole build.</summary>
public sealed class KernelEmissionTests
{
    [Theory]
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
