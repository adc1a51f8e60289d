using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>What losses look like as CUDA C. That of the tutorial is among the files of its whole build.</summary>
public sealed class CudaEmissionTests
{
    [Theory]
    [InlineData("Confidence", "DistillLoss(Kind.CWTM)")]
    [InlineData("TeacherChanges", "DistillLoss(Kind.DKPP), DistillLoss(Kind.TopKKL, K = 3)")]
    public void Cuda_ReadsAsWrittenForThisLoss(string name, string losses) => Golden.Verify($"{name}.Cuda", Emit(losses));

    [Fact]
    public void Cuda_HasNoFileWhereNothingIsFused() => Assert.Equal("", Emit("DistillLoss(Kind.DIST)"));

    private static string Emit(string losses)
    {
        RecipeIr recipe = Samples.Distill(losses);
        return CudaEmitter.Emit(recipe, LossPlanner.Plan(recipe));
    }
}
