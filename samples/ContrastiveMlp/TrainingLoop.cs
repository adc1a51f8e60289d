using KdGen.Data;
using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ContrastiveMlp;

/// <summary>A loop around a recipe's step: F1 on the validation rows decides how the learning rate falls and which epoch's weights stay.</summary>
internal sealed record TrainingLoop(nn.Module<Tensor, Tensor> Model, optim.Optimizer Optimizer, Func<Batch, Tensor> Step, int BatchSize)
{
    /// <summary>Told the training rows before the run: losses that remember samples make room for them.</summary>
    public Action<IDataset, long>? Prepare { get; init; }

    /// <summary>Trains the model and leaves it as it was at its best.</summary>
    /// <param name="train">What it learns from.</param>
    /// <param name="validation">What F1 is measured on.</param>
    /// <param name="epochs">How long.</param>
    /// <param name="rate">The learning rate at the beginning.</param>
    /// <param name="leastRate">What it falls to at most.</param>
    /// <param name="seed">Of order and dropout.</param>
    /// <param name="report">Told the share that is done, the state in words, and whether an epoch is over.</param>
    /// <param name="cancellation">Ends the run after the step that is under way.</param>
    /// <returns>The best epoch's F1 on the validation rows.</returns>
    public double Run(IDataset train, IDataset validation, int epochs, double rate, double leastRate, long seed, Action<double, string, bool> report, CancellationToken cancellation)
    {
        Prepare?.Invoke(train, seed);
        foreach (optim.ILearningRateController group in Optimizer.ParamGroups)
            group.LearningRate = rate;
        var schedule = new PlateauSchedule(Optimizer, factor: 0.5, patience: 1, leastRate);
        using var best = new BestWeights(Model);
        double? f1 = null;
        var progress = new Progress(report, () => f1, () => Optimizer.ParamGroups.First().LearningRate);
        using var run = new TrainingRun(Model, classes: 1, train, validation, BatchSize, epochs, new TrainingOptions { Seed = seed, Progress = progress }, cancellation);
        foreach (int epoch in run.Epochs)
        {
            Model.train();
            foreach (Batch batch in run.Batches(epoch))
            {
                using Tensor loss = Step(batch);
                run.Record(loss);
            }

            double score = Evaluation.Binary(Model, validation, cancellationToken: cancellation).F1;
            f1 = score;
            run.EndEpoch(isMeasured: false);        // it would measure the accuracy
            best.Offer(score);
            schedule.Step(score);
        }

        best.Restore();
        report(1, $"validation F1 {100 * best.Score:F1} %{(epochs == 1 ? "" : $", the best of {epochs} epochs")}", true);
        return best.Score;
    }

    private sealed class Progress(Action<double, string, bool> report, Func<double?> f1, Func<double> rate) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            string measured = f1() is { } score ? $"  F1 {100 * score:F1} %" : "";
            report(value.Share, $"epoch {value.Epoch}/{value.Epochs}{measured}  loss {value.Loss:F3}  rate {rate():G2}", false);
        }
    }
}
