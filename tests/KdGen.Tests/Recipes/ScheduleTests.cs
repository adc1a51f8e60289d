using KdGen.Data;
using KdGen.Tests.Training;
using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Recipes;

/// <summary>Weights of terms that change with the epochs, and those that a run changes.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1, 1.0, 2.0, 0.0)]
    [InlineData(2, 0.75, 4.0, 1.0)]
    [InlineData(3, 0.5, 4.0, 0.0)]
    public void Settings_AreThoseOfTheEpoch(int epoch, double ce, double kl, double tvd)
    {
        using HeadTeacher teacher = new(), student = new();
        using var recipe = new Scheduled(teacher, student);
        Scheduled.LossSettings settings = recipe.SettingsAt(epoch, 3);
        Assert.Equal((ce, kl, tvd), (settings.CeWeight, settings.KlWeight, Math.Round(settings.TvdWeight, 12)));
    }

    [Fact]
    public void Settings_ScaleWhatTheRunSays()
    {
        using HeadTeacher teacher = new(), student = new();
        using var recipe = new Scheduled(teacher, student);
        recipe.Settings = recipe.Settings with { KlWeight = 10, T = 8 };
        Assert.Equal((5.0, 8.0), (recipe.SettingsAt(1, 3).KlWeight, recipe.SettingsAt(1, 3).T));
    }

    [Fact]
    public void Training_TakesEachEpochsSettings()
    {
        manual_seed(5);
        using HeadTeacher teacher = new(), student = new(), twin = new();
        twin.load_state_dict(student.state_dict());
        using var recipe = new Scheduled(teacher, student);
        using var other = new Scheduled(teacher, twin);
        var data = new VectorDataset(64, 3);
        TrainingResult result = recipe.Train(data, data, new TrainingOptions { Epochs = 4 });

        using var run = new TrainingRun(twin, null, data, data, Scheduled.BatchSize, 4);
        foreach (int epoch in run.Epochs)
        {
            Assert.Equal(4, run.EpochCount);
            foreach (Batch batch in run.Batches(epoch))
            {
                using Tensor loss = other.Step(batch.X, batch.Y, other.SettingsAt(epoch, 4));
                run.Record(loss);
            }

            run.EndEpoch();
        }

        Assert.Equal(run.Result.History.Select(static epoch => epoch.Loss), result.History.Select(static epoch => epoch.Loss));
        Assert.All(student.parameters().Zip(twin.parameters()), static pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Step_TakesTheSettingsOfTheRun()
    {
        manual_seed(6);
        using HeadTeacher teacher = new(), student = new();
        using var recipe = new Scheduled(teacher, student);
        using Tensor x = randn([8, 2]), y = randint(2, [8], dtype: ScalarType.Int64);
        recipe.Settings = recipe.Settings with { CeWeight = 0, KlWeight = 0, TvdWeight = 0 };
        using Tensor loss = recipe.Step(x, y);
        Assert.Equal(0, loss.item<float>());
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(3, 0.75)]
    [InlineData(4, 1)]
    [InlineData(9, 1)]
    public void WarmUp_GrowsInEqualSteps(int epoch, double expected) => Assert.Equal(expected, WeightSchedule.WarmUp(epoch, 1, 4));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0.5)]
    [InlineData(6, 1)]
    public void WarmUp_BeginsWithTheTerm(int epoch, double expected) => Assert.Equal(expected, WeightSchedule.WarmUp(epoch, 5, 2));

    [Theory]
    [InlineData(1, 2.0, 2.0)]
    [InlineData(3, 1.5, 1.5)]
    [InlineData(5, 1.0, 1.0)]
    [InlineData(2, 1.75, 1.8535533905932737)]
    [InlineData(8, 1.0, 1.0)]
    public void Courses_EndAtTheEndWeight(int epoch, double linear, double cosine)
    {
        Assert.Equal(linear, WeightSchedule.Linear(2, 1, epoch, 1, 5), 1e-12);
        Assert.Equal(cosine, WeightSchedule.Cosine(2, 1, epoch, 1, 5), 1e-12);
    }

    [Fact]
    public void CourseOfOneEpoch_StaysWhereItBegins()
    {
        Assert.Equal(2, WeightSchedule.Linear(2, 1, 7, 7, 7));
        Assert.Equal(2, WeightSchedule.Cosine(2, 1, 7, 7, 7));
    }
}
