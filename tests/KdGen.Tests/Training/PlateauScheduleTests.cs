using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

public sealed class PlateauScheduleTests : IDisposable
{
    private readonly TorchSharp.Modules.Linear model = nn.Linear(1, 1);

    public void Dispose() => model.Dispose();

    /// <summary>What torch's ReduceLROnPlateau(mode "max", factor 0.5, patience 1, min_lr 1e-4) makes of 1e-3 by these scores.</summary>
    [Fact]
    public void Rates_AreThoseOfPyTorch()
    {
        (double Score, double Rate)[] epochs =
        [
            (0.5, 1e-3), (0.6, 1e-3), (0.6, 1e-3), (0.60005, 5e-4), (0.7, 5e-4), (0.69, 5e-4), (0.68, 2.5e-4), (0.67, 2.5e-4), (0.8, 2.5e-4),
            (double.NaN, 2.5e-4), (0.8, 1.25e-4), (0.8, 1.25e-4), (0.8, 1e-4), (0.8, 1e-4), (0.8, 1e-4), (0.9, 1e-4), (0.9, 1e-4), (0.9, 1e-4),
        ];
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-3);
        var schedule = new PlateauSchedule(optimizer, factor: 0.5, patience: 1, leastRate: 1e-4);
        double before = 1e-3;
        foreach ((double score, double rate) in epochs)
        {
            bool lowered = schedule.Step(score);
            Assert.Equal(rate, optimizer.ParamGroups.Single().LearningRate, 1e-12);
            Assert.Equal(rate < before, lowered);
            before = rate;
        }
    }

    [Fact]
    public void AScoreOfZero_IsSomethingToBeBetterThan()
    {
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 1);
        var schedule = new PlateauSchedule(optimizer, factor: 0.1, patience: 0);
        Assert.Equal([false, true, false, true], ((double[])[0, 0, 0.1, 0]).Select(schedule.Step));
        Assert.Equal(0.01, optimizer.ParamGroups.Single().LearningRate, 1e-12);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(double.NaN, 1, 0)]
    [InlineData(0.5, -1, 0)]
    [InlineData(0.5, 1, -1)]
    public void NumbersThatMakeNoSense_AreRefused(double factor, int patience, double leastRate)
    {
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule(optimizer, factor, patience, leastRate));
    }
}
