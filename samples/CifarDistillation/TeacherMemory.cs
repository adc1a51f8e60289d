using KdGen.Data;
using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CifarDistillation;

/// <summary>
/// What the teacher says of every training image, asked once: it is frozen and images are not augmented, so each training of each student would hear the same again, and the teacher takes ten times as long as they do.
/// </summary>
internal sealed class TeacherMemory : IDisposable
{
    private readonly Tensor logits;     // [N, 10]
    private readonly Tensor maps;       // [N, 32, 8, 8]

    /// <summary>Asks the teacher.</summary>
    /// <param name="teacher">Trained.</param>
    /// <param name="images">What students are trained on.</param>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="cancellation">Checked between batches.</param>
    public TeacherMemory(DeepNN teacher, IDataset images, Action<double> report, CancellationToken cancellation)
    {
        logits = empty(images.Count, 10);
        maps = empty(images.Count, 32, 8, 8);
        teacher.eval();
        using IDisposable frozen = no_grad();
        long done = 0;
        foreach (Batch gathered in new BatchLoader(images, 250).InOrder(cancellation))
        {
            using Batch batch = gathered;
            using DisposeScope scope = NewDisposeScope();
            Tensor features = teacher.features.call(batch.X);
            maps.narrow(0, done, batch.Size).copy_(features);
            logits.narrow(0, done, batch.Size).copy_(teacher.classifier.call(teacher.flat.call(features)));
            done += batch.Size;
            report(done / (double)images.Count);
        }
    }

    /// <summary>The teacher's logits of a batch, [B, 10].</summary>
    public Tensor Logits(Batch batch) => logits.index_select(0, batch.Index);

    /// <summary>The teacher's last map of a batch, [B, 32, 8, 8].</summary>
    public Tensor Map(Batch batch) => maps.index_select(0, batch.Index);

    /// <summary>The end of a step: the optimizer follows the gradient of the loss.</summary>
    public static Tensor Learn(optim.Optimizer optimizer, Tensor loss)
    {
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return loss.detach().MoveToOuterDisposeScope();
    }

    /// <summary>Trains a student with steps that ask the memory.</summary>
    public static double Train(nn.Module<Tensor, Tensor> student, Func<Batch, Tensor> step, int batchSize, IDataset train, IDataset test, TrainingOptions options, CancellationToken cancellation)
    {
        using var run = new TrainingRun(student, classes: 10, train, test, batchSize, epochs: TutorialKd.Epochs, options, cancellation);
        foreach (int epoch in run.Epochs)
        {
            student.train();
            foreach (Batch batch in run.Batches(epoch))
            {
                using Tensor loss = step(batch);
                run.Record(loss);
            }

            run.EndEpoch();
        }

        return run.Result.TestAccuracy;
    }

    public void Dispose()
    {
        logits.Dispose();
        maps.Dispose();
    }
}
