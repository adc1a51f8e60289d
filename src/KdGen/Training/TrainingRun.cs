using System.Diagnostics;
using KdGen.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>
/// The part of a training loop that is the same in every recipe: order and place of the batches, the mean loss, progress, evaluation after
/// each epoch. The loop itself is generated and reads: for each epoch, for each batch, step, <see cref="Record"/>; then <see cref="EndEpoch()"/>. Phases
/// before the main training are loops of the same kind over <see cref="EpochsOf"/>, one after the other.
/// </summary>
/// <remarks>Not for several threads at once. An epoch depends on the weights it begins with, the seed, its phase and its number only.</remarks>
public sealed class TrainingRun : IDisposable
{
    // How often the loss is read: each reading waits for the device.
    private static readonly TimeSpan ReadingInterval = TimeSpan.FromSeconds(0.1);

    private readonly nn.Module<Tensor, Tensor> model;
    private readonly IDataset train, test;
    private readonly BatchLoader loader;
    private readonly int batchSize, mainEpochs;
    private readonly IReadOnlyList<int> phases = [];
    private readonly TrainingOptions options;
    private readonly CancellationToken cancellationToken;
    private readonly Device device;
    private readonly Tensor lossSum;            // of the epoch's samples, float64 on the model's device
    private readonly Scalar fullBatch;
    private readonly List<EpochResult> history = [];
    private readonly Stopwatch total = Stopwatch.StartNew();
    private readonly Stopwatch training = new(), sinceReading = new();

    private int phase, epoch, epochs, step, stepAtReading, size;   // phase 0 is the main training
    private long seed;
    private long samples, steps;
    private TimeSpan evaluation;

    /// <summary>A run of <paramref name="model"/>, which stays where it is: batches go to the device of its first parameter.</summary>
    /// <param name="model">[B, ...] -> logits [B, C]; what is evaluated.</param>
    /// <param name="classes">C, for a check against the datasets; null if it is not known.</param>
    /// <param name="train">At least <paramref name="batchSize"/> samples.</param>
    /// <param name="test">At least one sample.</param>
    /// <param name="batchSize">Samples a step; an epoch's last step may have fewer, or one more (see <see cref="BatchLoader"/>).</param>
    /// <param name="epochs">Passes over the training data in the main training, unless the options say otherwise.</param>
    /// <param name="options">Unset, the defaults of <see cref="TrainingOptions"/>.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <exception cref="ArgumentException">A dataset is empty, smaller than a batch, of other classes than the other or of more than the model, or a number is below 1.</exception>
    public TrainingRun(nn.Module<Tensor, Tensor> model, int? classes, IDataset train, IDataset test, int batchSize, int epochs,
        TrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        this.options = options ?? new TrainingOptions();
        this.epochs = mainEpochs = this.options.Epochs ?? epochs;
        seed = this.options.Seed;
        Check(model.GetType().Name, classes, train, test, batchSize, mainEpochs);
        this.model = model;
        this.train = train;
        this.test = test;
        this.batchSize = batchSize;
        this.cancellationToken = cancellationToken;
        loader = new BatchLoader(train, batchSize);
        device = model.DeviceOfParameters();
        lossSum = zeros([], dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();
        fullBatch = batchSize;
    }

    /// <summary>Passes over the training data in each phase before the main training, unless the options say otherwise; none unless set.</summary>
    /// <exception cref="ArgumentException">A number is below 1, or the options have more numbers or fewer.</exception>
    public IReadOnlyList<int> Phases
    {
        get => phases;
        init
        {
            CheckPhases(value.Count);
            phases = options.PhaseEpochs ?? value;
            foreach (int count in phases)
                CheckEpochs(count);
        }
    }

    /// <summary>How many epochs the phase has that runs, or the main training: what the options say, else the recipe.</summary>
    public int EpochCount => epochs;

    /// <summary>What the options say decides random numbers.</summary>
    public long Seed => options.Seed;

    /// <summary>The numbers of the main training's epochs, from 1. Each begins by seeding torch from the run's seed and that number.</summary>
    /// <exception cref="OperationCanceledException">Thrown while enumerating, once the run is cancelled.</exception>
    public IEnumerable<int> Epochs
    {
        get
        {
            CheckPhases(phases.Count);
            return Numbers(0, mainEpochs, options.Seed);
        }
    }

    /// <summary>The same of a phase, whose seed follows from the run's.</summary>
    /// <param name="phase">From 1; phases run before the main training, in this order.</param>
    /// <exception cref="OperationCanceledException">Thrown while enumerating, once the run is cancelled.</exception>
    public IEnumerable<int> EpochsOf(int phase) => Numbers(phase, phases[phase - 1], (long)new SplitMix64(options.Seed, RandomUse.Phase, phase).Next());

    private IEnumerable<int> Numbers(int phase, int epochs, long seed)
    {
        if (phase != this.phase)
        {
            (this.phase, this.epochs, this.seed) = (phase, epochs, seed);
            epoch = 0;
        }

        while (epoch < epochs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            BeginEpoch();
            yield return epoch;
        }
    }

    /// <summary>The run as far as it is.</summary>
    /// <exception cref="InvalidOperationException">No epoch of the main training has ended yet.</exception>
    public TrainingResult Result => history.Count > 0 && history[^1] is { Phase: null, TestAccuracy: { } accuracy } last
        ? new TrainingResult(accuracy, last.Loss, history.Count, steps, total.Elapsed, [.. history])
        : throw new InvalidOperationException("there is no result before the first epoch has ended");

    /// <summary>The epoch's batches on the model's device, in an order of their own. Each is disposed when the next one is asked for.</summary>
    /// <exception cref="OperationCanceledException">Thrown while enumerating, once the run is cancelled.</exception>
    public IEnumerable<Batch> Batches(int epoch)
    {
        foreach (Batch gathered in loader.Shuffled(seed, epoch, cancellationToken))
        {
            using Batch batch = gathered.MoveTo(device);
            size = batch.Size;
            yield return batch;
        }
    }

    /// <summary>Notes a step and its loss. The device is not waited for, except for progress about ten times a second.</summary>
    /// <param name="loss">The mean over the batch that <see cref="Batches"/> gave last, a scalar.</param>
    /// <exception cref="TrainingException">The loss is NaN or infinite; noticed at a reading, so up to some steps late.</exception>
    public void Record(Tensor loss)
    {
        using (no_grad())
        using (NewDisposeScope())
        {
            if (size == batchSize)
                lossSum.add_(loss, fullBatch);
            else
                lossSum.add_(loss, size);
        }
        step++;
        steps++;
        samples += size;
        if (sinceReading.Elapsed < ReadingInterval)
            return;
        Report(ReadLoss());
        sinceReading.Restart();
    }

    /// <summary>Ends the epoch: measures the model on the test set, and reports.</summary>
    /// <exception cref="InvalidOperationException">The epoch had no step.</exception>
    /// <exception cref="TrainingException">The loss is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The run is cancelled.</exception>
    public void EndEpoch() => EndEpoch(isMeasured: true);

    /// <summary>Ends the epoch, and reports.</summary>
    /// <param name="isMeasured">The model is measured on the test set; false in phases that train no logits, where there is nothing to measure, and for who measures by another score.</param>
    /// <exception cref="InvalidOperationException">The epoch had no step.</exception>
    /// <exception cref="TrainingException">The loss is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The run is cancelled.</exception>
    public void EndEpoch(bool isMeasured)
    {
        if (step == 0)
            throw new InvalidOperationException("an epoch ended without a step: call Record after every batch");
        double loss = ReadLoss();
        training.Stop();
        double? accuracy = isMeasured ? Measure() : null;
        history.Add(new EpochResult(epoch, loss, accuracy, training.Elapsed + (isMeasured ? evaluation : TimeSpan.Zero)) { Phase = PhaseNumber });
        Report(loss, accuracy, isEpochOver: true);
    }

    private int? PhaseNumber => phase == 0 ? null : phase;

    private double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        double accuracy = Evaluation.Accuracy(model, test, Math.Max(batchSize, 256), cancellationToken);
        evaluation = Stopwatch.GetElapsedTime(start);
        return accuracy;
    }

    /// <summary>Frees what the run holds; the models, the optimizer and the data are not its own.</summary>
    public void Dispose()
    {
        lossSum.Dispose();
        fullBatch.Dispose();
    }

    private static void Check(string model, int? classes, IDataset train, IDataset test, int batchSize, int epochs)
    {
        CheckEpochs(epochs);
        if (batchSize < 1)
            throw new ArgumentException($"a batch of {batchSize} samples does nothing: use at least 1");
        if (train.Count == 0)
            throw new ArgumentException("the training set is empty: it needs at least one batch of samples");
        if (test.Count == 0)
            throw new ArgumentException("the test set is empty: it needs at least one sample");
        if (batchSize > train.Count)
            throw new ArgumentException($"a batch of {batchSize} is larger than the training set of {train.Count} samples: use a smaller batch or more data");
        if (train.ClassCount is int known && test.ClassCount is int other && known != other)
            throw new ArgumentException($"the training set has {known} classes and the test set {other}: both must have the same");
        // One logit says yes or no.
        if (classes is int outputs && (train.ClassCount ?? test.ClassCount) is int labels && labels > Math.Max(outputs, 2))
            throw new ArgumentException($"the data has {labels} classes, but {model} has {outputs} outputs: give it {labels}, for example with Linear({labels}) at its end");
    }

    private static void CheckEpochs(int epochs)
    {
        if (epochs < 1)
            throw new ArgumentException($"training for {epochs} epochs does nothing: use at least 1");
    }

    private void CheckPhases(int count)
    {
        if (options.PhaseEpochs is { } own && own.Count != count)
            throw new ArgumentException($"the options have epochs for {own.Count} phases, but the recipe has {count}: give one number for each");
    }

    private void BeginEpoch()
    {
        epoch++;
        step = stepAtReading = 0;
        samples = 0;
        using (no_grad())
        using (NewDisposeScope())
            lossSum.zero_();
        // Not negative, so that it reads the same wherever it is printed.
        manual_seed((long)(new SplitMix64(seed, RandomUse.Torch, epoch).Next() >> 1));
        training.Restart();
        sinceReading.Restart();
    }

    private double ReadLoss()
    {
        double mean = lossSum.item<double>() / samples;
        if (!double.IsFinite(mean))
            throw new TrainingException(
                $"loss is {(double.IsNaN(mean) ? "NaN" : "infinite")} in {(phase == 0 ? "" : $"phase {phase}, ")}epoch {epoch}, between steps {stepAtReading + 1} and {step} of {loader.BatchCount}: lower the learning rate, or look for NaN in the data and the first weights");
        stepAtReading = step;
        return mean;
    }

    private void Report(double loss, double? accuracy = null, bool isEpochOver = false)
    {
        if (options.Progress is null)
            return;
        double rate = samples / training.Elapsed.TotalSeconds;
        int epochsLeft = epochs - epoch + (phase == 0 ? 0 : phases.Skip(phase).Sum() + mainEpochs);
        long samplesLeft = (long)(epochsLeft + 1) * train.Count - samples;
        double allSamples = (double)(phases.Sum() + mainEpochs) * train.Count;
        int evaluationsLeft = epochsLeft + (accuracy is null ? 1 : 0);
        TimeSpan remaining = TimeSpan.FromSeconds(samplesLeft / rate) + evaluation * evaluationsLeft;
        options.Progress.Report(new TrainingProgress(epoch, epochs, step, loader.BatchCount, samples, loss, rate, remaining, accuracy)
        {
            Phase = PhaseNumber,
            Share = (allSamples - samplesLeft) / allSamples,
            IsEpochOver = isEpochOver,
        });
    }
}
