using KdGen.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>Measures models.</summary>
public static class Evaluation
{
    /// <summary>
    /// The share of samples whose largest logit is their label's, from 0 to 1. The model is in evaluation mode meanwhile; afterwards each of
    /// its modules is in the mode it was found in.
    /// </summary>
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
        (nn.Module Module, bool Training)[] modes = [.. model.named_modules().Select(named => (named.Item2, named.Item2.training))];
        bool training = model.training;
        model.eval();
        try
        {
            return Measure(model, dataset, batchSize, cancellationToken);
        }
        finally
        {
            // train() reaches into children, and named_modules names a parent before its children.
            model.train(training);
            foreach ((nn.Module module, bool mode) in modes)
                module.train(mode);
        }
    }

    private static double Measure(nn.Module<Tensor, Tensor> model, IDataset dataset, int batchSize, CancellationToken cancellationToken)
    {
        Device device = model.DeviceOfParameters();
        using IDisposable inference = no_grad();
        using DisposeScope scope = NewDisposeScope();
        // Counted on the model's device, and read once at the end.
        Tensor correct = zeros([], dtype: ScalarType.Int64, device: device);
        foreach (Batch gathered in new BatchLoader(dataset, batchSize).InOrder(cancellationToken))
        {
            using Batch batch = gathered.MoveTo(device);
            using DisposeScope step = NewDisposeScope();
            correct.add_(model.forward(batch.X).argmax(1).eq(batch.Y).sum());
        }
        return correct.item<long>() / (double)dataset.Count;
    }
}
