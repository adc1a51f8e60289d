using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>A fused loss makes no [B, C] but the gradient.</summary>
public sealed class LossMemoryTests
{
    private const int Rows = 64, Classes = 32_000;

    /// <summary>The losses that are one pass over the rows: all but those about the columns of the batch.</summary>
    public static TheoryData<string> Fused => [.. LossCase.All.Where(static one => one.Classes is null && one.IsFused && one.Terms.All(static term => !term.SoftTargets) && one.Students.Count == 1).Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Fused))]
    public void FusedLoss_AllocatesTheGradientAlone(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        LossCase recipe = LossCase.Of(name);
        var generated = new GeneratedLoss(recipe.Recipe);
        manual_seed(1);
        Dictionary<string, Tensor> tensors = new() { ["student"] = randn(Rows, Classes), ["teacher"] = randn(Rows, Classes), ["labels"] = randint(Classes, [Rows], ScalarType.Int64) };
        generated.LossAndGradient(tensors, recipe.Settings);

        long peak = PeakMemory.Forget(), managed = GC.GetAllocatedBytesForCurrentThread(), created = Created();
        (Tensor value, Tensor[] gradients) = generated.LossAndGradient(tensors, recipe.Settings);
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        created = Created() - created;
        peak = PeakMemory.Bytes - peak;

        Assert.True(managed < 32 << 10, $"{managed} bytes of managed memory");
        Assert.True(created <= 6, $"{created} tensors");
        Assert.Equal([Rows, Classes], Assert.Single(gradients).shape);
        const long Gradient = (long)Rows * Classes * sizeof(float);
        Assert.True(peak < Gradient * 3 / 2, $"{peak >> 20} MB more at the peak, the gradient has {Gradient >> 20}");

        // What this thread created, in scopes and outside.
        static long Created() => DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
    }
}
