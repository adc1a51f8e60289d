using KdGen.Data;
using KdGen.Tests.Training;
using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Recipes;

/// <summary>Phases before the main training: each trains what its terms reach, and nothing else.</summary>
public sealed class PhaseTests
{
    private readonly VectorDataset data = new(64, seed: 3);

    [Fact]
    public void HintPhase_LeavesWhatLiesBehindTheTap()
    {
        manual_seed(11);
        using var teacher = new PhaseTeacher();
        using var student = new PhaseStudent();
        using var recipe = new TwoStages(teacher, student);
        (string Name, float[] Values)[] before = State(student), taught = State(teacher);
        using Tensor x = randn([16, 2]), y = randint(2, [16], dtype: ScalarType.Int64);

        // Gradients of other steps are there, and do not count.
        recipe.Step(x, y).Dispose();
        (string Name, float[] Values)[] stepped = State(student), adapters = State(recipe.Adapters);
        Assert.All(before.Zip(stepped), static pair => Assert.NotEqual(pair.First.Values, pair.Second.Values));
        recipe.Phase1Step(x, y).Dispose();

        Assert.All(stepped.Zip(State(student)), static pair => Assert.Equal(pair.First.Name.StartsWith("stem", StringComparison.Ordinal), !pair.First.Values.SequenceEqual(pair.Second.Values)));
        (string Name, float[] Values)[] phased = State(recipe.Adapters);
        Assert.All(adapters.Zip(phased), static pair => Assert.NotEqual(pair.First.Values, pair.Second.Values));

        // The projector belongs to the phase: the main training does not shrink it.
        recipe.Step(x, y).Dispose();
        AssertSame(phased, State(recipe.Adapters));
        AssertSame(taught, State(teacher));
    }

    [Fact]
    public void Train_IsThePhaseThenTheMainTraining()
    {
        manual_seed(12);
        using var teacher = new PhaseTeacher();
        using PhaseStudent student = new(), twin = new();
        using var recipe = new TwoStages(teacher, student);
        using var other = new TwoStages(teacher, twin);
        twin.load_state_dict(student.state_dict());
        other.Adapters.load_state_dict(recipe.Adapters.state_dict());

        TrainingResult result = recipe.Train(data, data);

        using var run = new TrainingRun(twin, 2, data, data, TwoStages.BatchSize, TwoStages.Epochs) { Phases = [TwoStages.Phase1Epochs] };
        foreach (int epoch in run.EpochsOf(1))
        {
            Assert.Equal(4, run.EpochCount);
            twin.train();
            foreach (Batch batch in run.Batches(epoch))
            {
                using Tensor loss = other.Phase1Step(batch.X, batch.Y, other.SettingsAt(epoch, 4));
                run.Record(loss);
            }

            run.EndEpoch(isMeasured: false);
        }

        foreach (int epoch in run.Epochs)
        {
            Assert.Equal(3, run.EpochCount);
            twin.train();
            foreach (Batch batch in run.Batches(epoch))
            {
                using Tensor loss = other.Step(batch.X, batch.Y);
                run.Record(loss);
            }

            run.EndEpoch();
        }

        AssertSame(State(twin), State(student));
        AssertSame(State(other.Adapters), State(recipe.Adapters));
        Assert.Equal(run.Result.History.Select(static epoch => epoch.Loss), result.History.Select(static epoch => epoch.Loss));
    }

    /// <summary>Losses fall in the phase; its epochs count by themselves and are not measured.</summary>
    [Fact]
    public void Result_SaysWhichPhase()
    {
        manual_seed(13);
        using var teacher = new PhaseTeacher();
        using var student = new PhaseStudent();
        using var recipe = new TwoStages(teacher, student);
        var reports = new List<TrainingProgress>();

        TrainingResult result = recipe.Train(data, data, new TrainingOptions { Progress = new Reporter(reports) });

        Assert.Equal([(1, 1), (1, 2), (1, 3), (1, 4), (null, 1), (null, 2), (null, 3)], result.History.Select(static epoch => (epoch.Phase, epoch.Epoch)));
        Assert.Equal([false, false, false, false, true, true, true], result.History.Select(static epoch => epoch.TestAccuracy is not null));
        Assert.True(result.History[3].Loss < result.History[1].Loss);       // of the first epoch the warm-up counts half
        Assert.Equal((7, 28), (result.Epochs, result.Steps));
        Assert.Equal(result.History[^1].TestAccuracy, result.TestAccuracy);

        TrainingProgress[] over = [.. reports.Where(static report => report.IsEpochOver)];
        Assert.Equal([(1, 1 / 7d), (1, 2 / 7d), (1, 3 / 7d), (1, 4 / 7d), (null, 5 / 7d), (null, 6 / 7d), (null, 1)], over.Select(static report => (report.Phase, report.Share)));
        Assert.Equal(reports.Select(static report => report.Share).Order(), reports.Select(static report => report.Share));

        TrainingProgress[] ends = [.. reports.Where(static report => report.Step == report.Steps)];
        Assert.Contains(ends, static report => report is { Phase: 1, Epoch: 4, Epochs: 4, TestAccuracy: null } && report.Remaining > TimeSpan.Zero);
        Assert.Contains(ends, static report => report is { Phase: null, Epoch: 3, Epochs: 3, TestAccuracy: not null } && report.Remaining == TimeSpan.Zero);
    }

    [Fact]
    public void Phases_RunInOrder_AndThoseWithLogitsAreMeasured()
    {
        manual_seed(14);
        using var teacher = new PhaseTeacher();
        using var student = new PhaseStudent();
        using var recipe = new ThreeStages(teacher, student);

        TrainingResult result = recipe.Train(data, data, new TrainingOptions { Epochs = 1, PhaseEpochs = [2, 1] });

        Assert.Equal([(1, false), (1, false), (2, true), (null, true)], result.History.Select(static epoch => (epoch.Phase, epoch.TestAccuracy is not null)));
    }

    [Fact]
    public void Paraphraser_LearnsInItsPhase_AndIsFrozenBehindIt()
    {
        manual_seed(15);
        using var teacher = new FactorTeacher();
        using var student = new FactorStudent();
        using var recipe = new FactorTransfer(teacher, student);
        (string Name, float[] Values)[] fresh = State(recipe.Adapters), first = State(student);
        using Tensor x = randn([16, 3, 8, 8]), y = randint(2, [16], dtype: ScalarType.Int64);

        float[] losses = [.. Enumerable.Range(0, 60).Select(_ => Value(recipe.Phase1Step(x, y)))];

        Assert.True(losses[^1] < 0.8 * losses[0], $"{losses[0]} to {losses[^1]}");
        (string Name, float[] Values)[] pretrained = State(recipe.Adapters);
        Assert.All(fresh.Zip(pretrained), static pair => Assert.Equal(IsParaphraser(pair.First.Name), !pair.First.Values.SequenceEqual(pair.Second.Values)));
        AssertSame(first, State(student));

        recipe.Step(x, y).Dispose();

        Assert.All(pretrained.Zip(State(recipe.Adapters)), static pair => Assert.Equal(!IsParaphraser(pair.First.Name), !pair.First.Values.SequenceEqual(pair.Second.Values)));
        Assert.All(first.Zip(State(student)), static pair => Assert.NotEqual(pair.First.Values, pair.Second.Values));

        static bool IsParaphraser(string name) => name.Contains("paraphraser", StringComparison.Ordinal);
        static float Value(Tensor loss)
        {
            using (loss)
                return loss.item<float>();
        }
    }

    [Fact]
    public void Cancellation_StopsInAPhase()
    {
        using var teacher = new PhaseTeacher();
        using var student = new PhaseStudent();
        using var recipe = new TwoStages(teacher, student);
        using var cancel = new CancellationTokenSource();
        var reports = new List<TrainingProgress>();
        Assert.ThrowsAny<OperationCanceledException>(() => recipe.Train(data, data, new TrainingOptions { Progress = new Reporter(reports, cancel) }, cancel.Token));
        Assert.Equal(1, Assert.Single(reports).Phase);
    }

    [Fact]
    public void PhaseEpochs_AreAsManyAsPhases()
    {
        using var teacher = new PhaseTeacher();
        using var student = new PhaseStudent();
        using var two = new TwoStages(teacher, student);
        var thrown = Assert.Throws<ArgumentException>(() => two.Train(data, data, new TrainingOptions { PhaseEpochs = [1, 2] }));
        Assert.Equal("the options have epochs for 2 phases, but the recipe has 1: give one number for each", thrown.Message);
        thrown = Assert.Throws<ArgumentException>(() => two.Train(data, data, new TrainingOptions { PhaseEpochs = [0] }));
        Assert.Equal("training for 0 epochs does nothing: use at least 1", thrown.Message);

        using var run = new TrainingRun(student, 2, data, data, 16, 1, new TrainingOptions { PhaseEpochs = [1] });
        Assert.Throws<ArgumentException>(() => run.Epochs);
    }

    [Fact]
    public void Steps_LeaveNoTensorBehind()
    {
        manual_seed(16);
        using var teacher = new FactorTeacher();
        using var student = new FactorStudent();
        using var recipe = new FactorTransfer(teacher, student);
        using Tensor x = randn([4, 3, 8, 8]), y = randint(2, [4], dtype: ScalarType.Int64);
        Run(3);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long tensors = Tensor.TotalCount;

        Run(20);

        Assert.Equal(tensors, Tensor.TotalCount);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                recipe.Phase1Step(x, y).Dispose();
                recipe.Step(x, y).Dispose();
            }
        }
    }

    private static (string Name, float[] Values)[] State(nn.Module module)
        => [.. module.named_parameters().Select(static named => (named.name, named.parameter.detach().clone().data<float>().ToArray()))];

    private static void AssertSame((string Name, float[] Values)[] expected, (string Name, float[] Values)[] actual)
        => Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First.Values, pair.Second.Values));

    private sealed class Reporter(List<TrainingProgress> reports, CancellationTokenSource? cancel = null) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            reports.Add(value);
            cancel?.Cancel();
        }
    }
}
