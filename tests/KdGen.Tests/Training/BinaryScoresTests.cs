using KdGen.Data;
using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

public sealed class BinaryScoresTests
{
    /// <summary>The only column is the logit.</summary>
    private sealed class AsItIs(int outputs = 1) : nn.Module<Tensor, Tensor>(nameof(AsItIs))
    {
        public override Tensor forward(Tensor input) => input.expand(-1, outputs).clone();
    }

    private static TableDataset Data(params (float Logit, int Label)[] rows)
        => new([.. rows.Select(row => row.Logit)], [.. rows.Select(row => row.Label)], ["logit"], ["no", "yes"]);

    private static readonly TableDataset mixed = Data((2, 1), (0.1f, 1), (-1, 1), (3, 0), (-2, 0), (-0.5f, 0), (0, 0));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Binary_CountsEverySampleOnce(int batchSize)
    {
        using var model = new AsItIs();
        BinaryScores scores = Evaluation.Binary(model, mixed, batchSize);
        Assert.Equal(new BinaryScores(TruePositives: 2, FalsePositives: 1, FalseNegatives: 1, TrueNegatives: 3), scores);
        Assert.Equal((2 / 3.0, 2 / 3.0, 2 / 3.0, 5 / 7.0), (scores.Precision, scores.Recall, scores.F1, scores.Accuracy));
    }

    [Fact]
    public void Scores_AreThoseOfTheirDefinitions()
    {
        var scores = new BinaryScores(TruePositives: 30, FalsePositives: 10, FalseNegatives: 20, TrueNegatives: 40);
        Assert.Equal(0.75, scores.Precision);
        Assert.Equal(0.6, scores.Recall);
        Assert.Equal(2 / ((1 / 0.75) + (1 / 0.6)), scores.F1, 1e-15);
        Assert.Equal(0.7, scores.Accuracy);
    }

    [Fact]
    public void WithoutPositives_ScoresAreZeroAndNoNaN()
    {
        var scores = new BinaryScores(0, 0, 0, 5);
        Assert.Equal((0.0, 0.0, 0.0, 1.0), (scores.Precision, scores.Recall, scores.F1, scores.Accuracy));
    }

    [Fact]
    public void Accuracy_OfOneLogit_TakesItsSign()
    {
        using var model = new AsItIs();
        Assert.Equal(5 / 7.0, Evaluation.Accuracy(model, mixed));
    }

    [Fact]
    public void Binary_OfSeveralLogits_IsRefused()
    {
        using var model = new AsItIs(2);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Evaluation.Binary(model, mixed));
        Assert.Equal("AsItIs gives [7, 2]: these scores are of one logit a sample, [B, 1]", refused.Message);
    }

    [Fact]
    public void Binary_OfThreeClasses_IsRefused()
    {
        using var model = new AsItIs();
        Assert.Throws<ArgumentException>(() => Evaluation.Binary(model, new TableDataset([1, 2], [0, 2], ["logit"], ["a", "b", "c"])));
    }
}
