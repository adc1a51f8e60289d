using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

public sealed class BestWeightsTests
{
    private static void Fill(nn.Module model, double value)
    {
        using (no_grad())
        {
            foreach (Tensor tensor in model.parameters().Concat<Tensor>(model.buffers()))
                tensor.fill_(value);
        }
    }

    private static double[] Values(nn.Module model) => [.. model.parameters().Concat<Tensor>(model.buffers()).Select(tensor => tensor.to(ScalarType.Float64).mean().item<double>()).Distinct()];

    [Fact]
    public void Restore_GivesTheBestBack_ParametersAndBuffers()
    {
        using nn.Module<Tensor, Tensor> model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        using var best = new BestWeights(model);
        double[] scores = [0.4, 0.8, 0.8, double.NaN, 0.1];
        bool[] kept = [.. scores.Select((score, epoch) =>
        {
            Fill(model, epoch + 1);
            return best.Offer(score);
        })];
        Assert.Equal([true, true, false, false, false], kept);
        Assert.Equal(0.8, best.Score);

        best.Restore();
        Assert.Equal([2.0], Values(model));
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void Restored_Model_GoesOnLearningWithItsOptimizer()
    {
        using var model = new TinyModel();
        using var best = new BestWeights(model);
        best.Offer(1);
        float[] kept = model.Weights();
        Assert.NotNull(model.Step(ones(4, 2), zeros([4], dtype: ScalarType.Int64)));
        Assert.NotEqual(kept, model.Weights());
        best.Restore();
        Assert.Equal(kept, model.Weights());
        model.Step(ones(4, 2), zeros([4], dtype: ScalarType.Int64));
        Assert.NotEqual(kept, model.Weights());
    }

    [Fact]
    public void Restore_OfNothing_IsRefused()
    {
        using var model = new TinyModel();
        using var best = new BestWeights(model);
        Assert.Throws<InvalidOperationException>(best.Restore);
    }
}
