using KdGen.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>Measures models. A model is in evaluation mode meanwhile; afterwards each of its modules is in the mode it was found in.</summary>
public static class Evaluation
{
    /// <summary>The share of samples that the model is right about, from 0 to 1: whose largest logit is their label's; with one logit, whose label is 1 where it is above 0, else 0.</summary>
    /// <param name="model">[B, ...] -> logits [B, C].</param>
    /// <param name="dataset">Goes to the model's device batch by batch.</param>
    /// <param name="batchSize">Samples at a time; changes memory and speed only.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="ArgumentException">The dataset is empty.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static double Accuracy(nn.Module<Tensor, Tensor> model, IDataset dataset, int batchSize = 256, CancellationToken cancellationToken = default)
    {
        if (dataset.Count == 0)
            throw new ArgumentException("the test set is empty: accuracy needs at least one sample");
        long[] correct = Count(model, dataset, 1, static (logits, labels) => Classes(logits).eq(labels).sum(), batchSize, cancellationToken);
        return correct[0] / (double)dataset.Count;
    }

    /// <summary>How often a model with one logit is right about samples of two classes. It says that a sample is of class 1 where the logit is above 0.</summary>
    /// <param name="model">[B, ...] -> logits [B, 1].</param>
    /// <param name="dataset">Labels 0 and 1; goes to the model's device batch by batch.</param>
    /// <param name="batchSize">Samples at a time; changes memory and speed only.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="ArgumentException">The dataset is empty or has more than two classes, or the model has several logits.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BinaryScores Binary(nn.Module<Tensor, Tensor> model, IDataset dataset, int batchSize = 256, CancellationToken cancellationToken = default)
    {
        if (dataset.Count == 0)
            throw new ArgumentException("the test set is empty: scores need at least one sample");
        if (dataset.ClassCount > 2)
            throw new ArgumentException($"the data has {dataset.ClassCount} classes: these scores are of two");
        // [said to be positive, is positive] counted as one number of 0 to 3.
        long[] counts = Count(model, dataset, 4, Cells, batchSize, cancellationToken);
        return new BinaryScores(TruePositives: counts[3], FalsePositives: counts[2], FalseNegatives: counts[1], TrueNegatives: counts[0]);

        Tensor Cells(Tensor logits, Tensor labels)
        {
            if (logits.shape is not [_, 1])
                throw new ArgumentException($"{model.GetType().Name} gives [{string.Join(", ", logits.shape)}]: these scores are of one logit a sample, [B, 1]");
            Tensor cell = Classes(logits) * 2 + labels;
            return nn.functional.one_hot(cell, 4).sum([0]);     // sum(0) may be read as a type
        }
    }

    private static Tensor Classes(Tensor logits) => logits.shape is [_, 1] ? logits.squeeze(1).gt(0).to(ScalarType.Int64) : logits.argmax(1);

    /// <summary>Sums what <paramref name="count"/> gives for each batch, whole numbers. They stay on the model's device until the end.</summary>
    private static long[] Count(nn.Module<Tensor, Tensor> model, IDataset dataset, int size, Func<Tensor, Tensor, Tensor> count, int batchSize, CancellationToken cancellationToken)
    {
        (nn.Module Module, bool Training)[] modes = [.. model.named_modules().Select(named => (named.Item2, named.Item2.training))];
        bool training = model.training;
        model.eval();
        try
        {
            Device device = model.DeviceOfParameters();
            using IDisposable inference = no_grad();
            using DisposeScope scope = NewDisposeScope();
            Tensor total = zeros([size], dtype: ScalarType.Int64, device: device);
            foreach (Batch gathered in new BatchLoader(dataset, batchSize).InOrder(cancellationToken))
            {
                using Batch batch = gathered.MoveTo(device);
                using DisposeScope step = NewDisposeScope();
                total.add_(count(model.forward(batch.X), batch.Y));
            }
            return [.. total.cpu().data<long>()];
        }
        finally
        {
            // train() reaches into children, and named_modules names a parent before its children.
            model.train(training);
            foreach ((nn.Module module, bool mode) in modes)
                module.train(mode);
        }
    }
}
