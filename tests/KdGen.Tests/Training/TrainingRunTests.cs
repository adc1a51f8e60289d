using KdGen.Data;
using KdGen.Tests.Data;
using KdGen.Training;
using TorchSharp;

namespace KdGen.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly VectorDataset train = new(100, seed: 1), test = new(60, seed: 2);

    private readonly TinyModel model = Fresh();

    public void Dispose() => model.Dispose();

    private static TinyModel Fresh()
    {
        torch.manual_seed(3);
        return new TinyModel();
    }

    [Fact]
    public void Result_HoldsTheLastEpochAndEveryOneBefore()
    {
        TrainingResult result = Loop.Train(model, train, test, batchSize: 32, epochs: 3);

        Assert.Equal((3, 12L), (result.Epochs, result.Steps));
        Assert.Equal([1, 2, 3], result.History.Select(epoch => epoch.Epoch));
        Assert.Equal(result.History[2].Loss, result.Loss);
        Assert.Equal(result.History[2].TestAccuracy, result.TestAccuracy);
        Assert.Equal(Evaluation.Accuracy(model, test), result.TestAccuracy);
        Assert.True(result.Duration >= result.History[0].Duration);
    }

    [Fact]
    public void Training_Learns()
    {
        TrainingResult result = Loop.Train(model, train, test, batchSize: 10, epochs: 20);
        Assert.InRange(result.TestAccuracy, 0.9, 1);
        Assert.True(result.Loss < result.History[0].Loss);
    }

    [Fact]
    public void Loss_IsTheMeanOverSamplesNotOverBatches()
    {
        double sum = 0;
        TrainingResult result = Loop.Train(model, train, test, batchSize: 32, epochs: 1,
            seen: (batch, loss) => sum += loss.item<float>() * (double)batch.Size);     // 32, 32, 32, 4
        Assert.Equal(sum / 100, result.Loss, 1e-12);
    }

    [Fact]
    public void SameSeed_SameRun_OtherSeed_Another()
    {
        using TinyModel again = Fresh(), other = Fresh();
        Loop.Train(model, train, test, 16, 2, new TrainingOptions { Seed = 5 });
        Loop.Train(again, train, test, 16, 2, new TrainingOptions { Seed = 5 });
        Loop.Train(other, train, test, 16, 2, new TrainingOptions { Seed = 6 });

        Assert.Equal(model.Weights(), again.Weights());     // dropout and all
        Assert.NotEqual(model.Weights(), other.Weights());
    }

    [Fact]
    public void Batches_GiveEverySampleOnceInAnOrderOfTheEpoch()
    {
        var counting = new CountingDataset(50);
        using var run = new TrainingRun(model, null, counting, test, 16, 2, new TrainingOptions { Seed = 9 });
        int[] Order(int epoch) => [.. run.Batches(epoch).SelectMany(batch => batch.Y.data<long>().ToArray()).Select(label => (int)label)];

        Assert.Equal(EpochOrder.Shuffled(50, 9, 1), Order(1));
        Assert.Equal(EpochOrder.Shuffled(50, 9, 2), Order(2));
        Assert.All(counting.Gathered, batch => Assert.True(batch.X.IsInvalid));
    }

    [Fact]
    public void Options_OverrideTheRecipesEpochs() =>
        Assert.Equal(1, Loop.Train(model, train, test, 32, epochs: 5, new TrainingOptions { Epochs = 1 }).Epochs);

    [Fact]
    public void Progress_ReportsTheEndOfEveryEpochWithItsAccuracy()
    {
        var reports = new Reports();
        TrainingResult result = Loop.Train(model, train, test, 32, 2, new TrainingOptions { Progress = reports });

        TrainingProgress[] ends = [.. reports.All.Where(report => report.TestAccuracy is not null)];
        Assert.Equal([1, 2], ends.Select(report => report.Epoch));
        Assert.All(ends, report => Assert.Equal((2, 4, 4, 100L), (report.Epochs, report.Step, report.Steps, report.Samples)));
        Assert.Equal(result.History.Select(epoch => epoch.Loss), ends.Select(report => report.Loss));
        Assert.Equal(result.History.Select(epoch => (double?)epoch.TestAccuracy), ends.Select(report => report.TestAccuracy));
        Assert.All(ends, report => Assert.True(report.SamplesPerSecond > 0));
        Assert.True(ends[0].Remaining > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, ends[1].Remaining);
    }

    [Fact]
    public void Progress_ReportsWithinALongEpoch()
    {
        var reports = new Reports();
        Loop.Train(model, train, test, 10, 1, new TrainingOptions { Progress = reports }, seen: (_, _) => Thread.Sleep(60));

        TrainingProgress[] within = [.. reports.All.Where(report => report.TestAccuracy is null)];
        Assert.NotEmpty(within);
        Assert.All(within, report => Assert.Equal(report.Step * 10, report.Samples));
        Assert.All(within, report => Assert.True(double.IsFinite(report.Loss) && (report.Step == report.Steps || report.Remaining > TimeSpan.Zero)));
        Assert.Equal(within.OrderBy(report => report.Step), within);
    }

    [Fact]
    public void Cancellation_StopsBetweenStepsAndLeavesNothingRunning()
    {
        var counting = new CountingDataset(1000);
        using var cancel = new CancellationTokenSource();
        using var run = new TrainingRun(model, null, counting, test, 10, 1, null, cancel.Token);
        int steps = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Batch _ in run.Batches(1))
            {
                if (++steps == 3)
                    cancel.Cancel();
            }
        });
        Assert.Equal(3, steps);
        Assert.All(counting.Threads.Keys, thread => Assert.False(thread.IsAlive));
        Assert.All(counting.Gathered, batch => Assert.True(batch.X.IsInvalid));
        Assert.ThrowsAny<OperationCanceledException>(() => run.Epochs.First());
    }

    [Fact]
    public void Cancellation_ReachesTheEvaluation()
    {
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Loop.Train(model, train, test, 50, 1, null, cancel.Token,
            seen: (_, _) => { if (model.Modes.Count == 2) cancel.Cancel(); }));
        Assert.DoesNotContain(false, model.Modes);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinite")]
    public void Loss_ThatIsNoNumber_NamesEpochAndSteps(float bad, string name)
    {
        using var run = new TrainingRun(model, null, train, test, 25, 3);
        var thrown = Assert.Throws<TrainingException>(() =>
        {
            foreach (int epoch in run.Epochs)
            {
                foreach (Batch _ in run.Batches(epoch))
                {
                    using torch.Tensor loss = torch.tensor(epoch == 2 ? bad : 1f);
                    run.Record(loss);
                }
                run.EndEpoch();
            }
        });
        Assert.StartsWith($"loss is {name} in epoch 2, between steps 1 and ", thrown.Message);
        Assert.Contains("of 4: lower the learning rate", thrown.Message);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void Record_KeepsNoGraph()
    {
        using var run = new TrainingRun(model, null, train, test, 25, 1);
        foreach (int epoch in run.Epochs)
        {
            foreach (Batch batch in run.Batches(epoch))
            {
                using DisposeScope scope = torch.NewDisposeScope();
                run.Record(torch.nn.functional.cross_entropy(model.forward(batch.X), batch.Y));
            }
            run.EndEpoch();
        }
        Assert.True(double.IsFinite(run.Result.Loss));
    }

    [Theory]
    [InlineData(100, 60, 101, 1, "a batch of 101 is larger than the training set of 100 samples: use a smaller batch or more data")]
    [InlineData(0, 60, 1, 1, "the training set is empty: it needs at least one batch of samples")]
    [InlineData(100, 0, 1, 1, "the test set is empty: it needs at least one sample")]
    [InlineData(100, 60, 0, 1, "a batch of 0 samples does nothing: use at least 1")]
    [InlineData(100, 60, 1, 0, "training for 0 epochs does nothing: use at least 1")]
    public void Arguments_ThatCannotWork_AreOneLine(int trainCount, int testCount, int batchSize, int epochs, string message)
    {
        var thrown = Assert.Throws<ArgumentException>(() =>
            new TrainingRun(model, null, new VectorDataset(trainCount, 1), new VectorDataset(testCount, 2), batchSize, epochs));
        Assert.Equal(message, thrown.Message);
    }

    [Fact]
    public void MoreClassesThanOutputs_SayWhatToDeclare()
    {
        using var model = new TinyModel();
        var train = new VectorDataset(60, 1, classCount: 300);
        var thrown = Assert.Throws<ArgumentException>(() => new TrainingRun(model, 10, train, new VectorDataset(60, 2, classCount: 300), 10, 1));
        Assert.Equal($"the data has 300 classes, but {model.GetName()} has 10 outputs: give it 300, for example with Linear(300) at its end", thrown.Message);
        using var run = new TrainingRun(model, 300, train, train, 10, 1);
    }

    [Fact]
    public void Classes_ThatDiffer_AreNamed()
    {
        var thrown = Assert.Throws<ArgumentException>(() => new TrainingRun(model, null, train, new VectorDataset(60, 2, classCount: 3), 10, 1));
        Assert.Contains("2 classes and the test set 3", thrown.Message);
    }

    [Fact]
    public void Epoch_WithoutAStep_IsRefused()
    {
        using var run = new TrainingRun(model, null, train, test, 10, 1);
        Assert.Throws<InvalidOperationException>(() => run.Result);
        Assert.Throws<InvalidOperationException>(run.EndEpoch);
    }

    [Fact]
    public void Steps_HoldTheNumberOfLiveTensors()
    {
        static long Live()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return torch.Tensor.TotalCount;
        }

        Loop.Train(model, train, test, 10, 1);
        long before = Live();
        long most = 0;
        Loop.Train(model, train, test, 10, 20, seen: (_, _) => most = Math.Max(most, torch.Tensor.TotalCount));     // 200 steps
        Assert.Equal(before, Live());
        // The batches ahead, the one in use and the one in the making, and what the step itself holds.
        Assert.InRange(most, before, before + 20);
    }
}
