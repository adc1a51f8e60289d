using KdGen.Data;
using KdGen.Training;
using TorchSharp;

namespace KdGen.Tests.Training;

/// <summary>The loop that a recipe's generated Train method has.</summary>
internal static class Loop
{
    public static TrainingResult Train(TinyModel model, IDataset train, IDataset test, int batchSize, int epochs,
        TrainingOptions? options = null, CancellationToken cancellationToken = default, Action<Batch, torch.Tensor>? seen = null)
    {
        using var run = new TrainingRun(model, null, train, test, batchSize, epochs, options, cancellationToken);
        foreach (int epoch in run.Epochs)
        {
            model.train();
            foreach (Batch batch in run.Batches(epoch))
            {
                using torch.Tensor loss = model.Step(batch.X, batch.Y);
                run.Record(loss);
                seen?.Invoke(batch, loss);
            }
            run.EndEpoch();
        }
        return run.Result;
    }
}
