using System.Globalization;
using KdGen.Tests.Oracle;
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

    /// <summary>Against the schedule itself over scores that rise, fall and stand still.</summary>
    [OracleTheory]
    [InlineData(0.5, 0, 0, 1e-4)]
    [InlineData(0.1, 3, 1e-5, 0.01)]
    [InlineData(0.9, 1, 1e-3, 0)]
    [InlineData(0.1, 2, 0, 0.2)]     // down to where a change is too small to count
    public void Rates_AreThoseOfPyTorchsSchedule(double factor, int patience, double leastRate, double threshold)
    {
        const int Epochs = 120;
        var random = new Random(patience);
        double[] scores = [.. Enumerable.Range(0, Epochs).Select(i => i % 7 == 3 ? 0.5 : Math.Round(0.3 + (0.004 * i) + (0.1 * random.NextDouble()), 3))];
        var expected = new OracleNumbers(string.Create(CultureInfo.InvariantCulture, $"""
            optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.01)
            schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode='max', factor={factor}, patience={patience}, min_lr={leastRate}, threshold={threshold})
            rates = []
            for score in [{string.Join(", ", scores.Select(static score => score.ToString("R", CultureInfo.InvariantCulture)))}]:
                schedule.step(score)
                rates.append(optimizer.param_groups[0]['lr'])
            show('rates', torch.tensor(rates, dtype=torch.float64))
            """));
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        var schedule = new PlateauSchedule(optimizer, factor, patience, leastRate, threshold);
        double[] rates = [.. scores.Select(score =>
        {
            schedule.Step(score);
            return optimizer.ParamGroups.Single().LearningRate;
        })];
        Assert.Equal(expected["rates"], rates);
        Assert.True(rates[^1] < 0.01);
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
