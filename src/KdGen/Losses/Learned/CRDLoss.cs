using KdGen.Data;
using KdGen.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Contrastive representation distillation (Tian et al. 2020, arXiv:1910.10699). Both features are embedded by a learned linear map each, [B, F] to [B, D], and divided by their lengths. Two banks [N, D] remember the embeddings of all
/// N training samples. An anchor's student embedding is told from K teacher embeddings of other classes in the bank, and picked out its own; the same the other way round.
/// </summary>
/// <remarks>
/// For an embedding e, the other side's bank M and P_j = exp(M_j . e / T) / Z: -log(P / (P + K/N + 1e-7)) of the sample itself, and the sum of -log((K/N) / (P_j + K/N + 1e-7)) over its negatives; the mean over the batch, both directions added.
/// Z of each direction is N times the mean exponential of the first batch. After that the batch's rows of the banks become normalize(m M + (1 - m) e), without gradient.
/// <para>State, all of it in <c>state_dict</c>: the weights <c>embed_s</c> and <c>embed_t</c>; from <see cref="Prepare"/> on the banks <c>memory_s</c> and <c>memory_t</c>, and <c>log_z</c> [2] (of the student's and of the teacher's anchors, NaN before the
/// first batch). No gradient flows into the teacher's feature.</para>
/// </remarks>
public sealed class CRDLoss : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private const string StudentBank = "memory_s", TeacherBank = "memory_t", Normalisers = "log_z";

    private readonly Linear embedS;
    private readonly Linear embedT;
    private readonly long dim;
    private readonly int negatives;
    private readonly double temperature;
    private readonly double momentum;
    private readonly ScalarType? bankType;
    private ContrastSampler? sampler;

    /// <summary>Makes the embeddings with fresh weights; the banks come with <see cref="Prepare"/>.</summary>
    /// <param name="student">The features of a sample of the student's.</param>
    /// <param name="teacher">The features of a sample of the teacher's.</param>
    /// <param name="dim">D.</param>
    /// <param name="negatives">K. Where a sample has fewer of other classes, each of them counts more than once.</param>
    /// <param name="temperature">T.</param>
    /// <param name="momentum">m, how much of a bank's row stays when its sample comes again; from 0 to below 1.</param>
    /// <param name="bankType">How the banks are kept: half precision takes half the memory. Unset, as the embeddings' weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside what it can be.</exception>
    public CRDLoss(long student, long teacher, long dim = 128, int negatives = 16384, double temperature = 0.07, double momentum = 0.5, ScalarType? bankType = null) : base(nameof(CRDLoss))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(student, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(teacher, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        if (temperature is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "CRD divides by its temperature: it must be above 0");
        if (momentum is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "CRD: the momentum must be at least 0 and below 1, with 1 the banks would never change");
        if (bankType is not (null or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentOutOfRangeException(nameof(bankType), bankType, "CRD keeps its banks as floating-point numbers");
        (this.dim, this.negatives, this.temperature, this.momentum, this.bankType) = (dim, negatives, temperature, momentum, bankType);
        embedS = nn.Linear(student, dim);
        embedT = nn.Linear(teacher, dim);
        register_module("embed_s", embedS);
        register_module("embed_t", embedT);
        register_buffer(Normalisers, full([2], double.NaN, ScalarType.Float32).DetachFromDisposeScope());
    }

    /// <summary>
    /// Makes the banks for a training set and learns which samples are of one class. To be called once the module is where it stays, before the first step, and again for another set. Banks of as many rows are kept, so that those of a
    /// checkpoint can be loaded after a first call; others begin anew, uniform between -+sqrt(3 / D).
    /// </summary>
    /// <param name="train">What the indices of the steps count in. An <see cref="ILabelledDataset"/> names its labels at once; any other is read whole, once.</param>
    /// <param name="seed">Decides the banks' first values.</param>
    /// <exception cref="ArgumentException">The set is empty or all of one class.</exception>
    public void Prepare(IDataset train, long seed = 42)
    {
        sampler = new ContrastSampler(DatasetLabels.Of(train));
        if (get_buffer(StudentBank) is { } kept && kept.size(0) == sampler.Count)
            return;
        using var inference = no_grad();
        for (int bank = 0; bank < 2; bank++)
        {
            string name = bank == 0 ? StudentBank : TeacherBank;
            get_buffer(name)?.Dispose();
            ConditionallyRegisterBuffer(name, FirstRows(sampler.Count, seed, bank));
        }
        get_buffer(Normalisers)!.fill_(double.NaN);
    }

    /// <summary>[B, K] int64 in the machine's memory: the negatives of each sample, of any other class with the same probability, none twice unless there are fewer than K. Drawn from torch's random numbers.</summary>
    /// <param name="index">[B] int64, the samples' places in the training set.</param>
    /// <exception cref="InvalidOperationException"><see cref="Prepare"/> has not been called.</exception>
    /// <exception cref="ArgumentException">An index is none of the training set.</exception>
    internal Tensor Negatives(Tensor index) => Draw(Places(index));

    /// <summary>The loss of a batch, a scalar. In training mode it goes into the banks then.</summary>
    /// <param name="student">[B, F] or a shape with as many numbers a sample.</param>
    /// <param name="teacher">The teacher's, [B, F] likewise.</param>
    /// <param name="index">[B] int64, the samples' places in the training set.</param>
    /// <exception cref="InvalidOperationException"><see cref="Prepare"/> has not been called.</exception>
    /// <exception cref="ArgumentException">An index is none of the training set.</exception>
    public override Tensor forward(Tensor student, Tensor teacher, Tensor index)
    {
        using var scope = NewDisposeScope();
        long[] places = Places(index);
        return Contrast(student, teacher, places, Draw(places)).MoveToOuterDisposeScope();
    }

    /// <summary>The loss with negatives of the caller's choice.</summary>
    /// <param name="student">[B, F] or a shape with as many numbers a sample.</param>
    /// <param name="teacher">The teacher's, [B, F] likewise.</param>
    /// <param name="index">[B] int64, the samples' places in the training set.</param>
    /// <param name="negatives">[B, K] int64, places too; K is what this tensor has.</param>
    /// <exception cref="InvalidOperationException"><see cref="Prepare"/> has not been called.</exception>
    /// <exception cref="ArgumentException">An index is none of the training set.</exception>
    internal Tensor forward(Tensor student, Tensor teacher, Tensor index, Tensor negatives)
    {
        using var scope = NewDisposeScope();
        long[] places = Places(index);
        if (negatives.Dimensions != 2 || negatives.size(0) != places.Length || negatives.size(1) == 0 || negatives.dtype != ScalarType.Int64)
            throw new ArgumentException($"negatives is {FeatureMaps.Text(negatives)} {negatives.dtype}, CRD reads [{places.Length}, K] int64: K places for each sample", nameof(negatives));
        if (negatives.min().item<long>() < 0 || negatives.max().item<long>() >= sampler!.Count)
            throw new ArgumentException($"negatives reach from {negatives.min().item<long>()} to {negatives.max().item<long>()}, the training set has 0 to {sampler!.Count - 1}", nameof(negatives));
        (Tensor ascending, _) = negatives.cpu().sort(1);
        return Contrast(student, teacher, places, ascending.contiguous()).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: what there is has been registered by name.</summary>
    protected override void RegisterComponents() { }

    private Tensor Contrast(Tensor student, Tensor teacher, long[] places, Tensor negatives)
    {
        Tensor ofStudent = Embed(embedS, student), ofTeacher = Embed(embedT, teacher.detach());
        if (ofStudent.size(0) != places.Length || ofTeacher.size(0) != places.Length)
            throw new ArgumentException($"the student's feature has {ofStudent.size(0)} samples, the teacher's {ofTeacher.size(0)} and the index {places.Length}: all are of one batch", "index");

        Tensor value, gradientOfStudent, gradientOfTeacher;
        using (no_grad())
        {
            (value, gradientOfStudent, gradientOfTeacher) = Evaluate(ofStudent, ofTeacher, places, negatives);
            if (training)
            {
                Remember(StudentBank, ofStudent, places);
                Remember(TeacherBank, ofTeacher, places);
            }
        }

        // Of the right gradient; and the value is made right without one.
        Tensor surrogate = (ofStudent * gradientOfStudent).sum() + (ofTeacher * gradientOfTeacher).sum();
        return surrogate + (value - surrogate.detach());
    }

    /// <summary>[B, D], of length one; at least in single precision.</summary>
    private static Tensor Embed(Linear embedding, Tensor feature)
    {
        Tensor embedded = embedding.forward(feature.flatten(1));
        return nn.functional.normalize(embedded.dtype == ScalarType.Float64 ? embedded : embedded.to(ScalarType.Float32), 2, 1);
    }

    private (Tensor Value, Tensor Student, Tensor Teacher) Evaluate(Tensor student, Tensor teacher, long[] places, Tensor negatives)
    {
        Tensor ofStudents = get_buffer(StudentBank)!, ofTeachers = get_buffer(TeacherBank)!;
        if (ContrastPass.Takes(student, ofTeachers) && ContrastPass.Takes(teacher, ofStudents))
        {
            (double value, Tensor gradientOfStudent, Tensor gradientOfTeacher) = ContrastPass.Evaluate(
                new(student, ofTeachers, KnownLogZ(0, student, ofTeachers, places, negatives)), new(teacher, ofStudents, KnownLogZ(1, teacher, ofStudents, places, negatives)), places, negatives, temperature);
            return (tensor((float)value), gradientOfStudent, gradientOfTeacher);
        }

        Tensor drawn = Drawn(places, negatives).to(student.device);
        (Tensor one, Tensor gradient) = Composed(0, student, ofTeachers, drawn);
        (Tensor other, Tensor otherGradient) = Composed(1, teacher, ofStudents, drawn);
        return (one + other, gradient, otherGradient);
    }

    private (Tensor Value, Tensor Gradient) Composed(int side, Tensor anchors, Tensor bank, Tensor drawn)
    {
        Tensor scores = ContrastTerm.Scores(anchors, bank, drawn, temperature);
        return ContrastTerm.Evaluate(scores, LogZ(side, scores, bank.size(0)), bank, drawn, temperature);
    }

    /// <summary>log Z as a number: the scores are computed apart for the first batch only.</summary>
    private double KnownLogZ(int side, Tensor anchors, Tensor bank, long[] places, Tensor negatives)
    {
        double known = get_buffer(Normalisers)!.select(0, side).to(ScalarType.Float64).item<double>();
        if (!double.IsNaN(known))
            return known;
        return LogZ(side, ContrastTerm.Scores(anchors, bank, Drawn(places, negatives), temperature), bank.size(0)).to(ScalarType.Float64).item<double>();
    }

    /// <summary>log Z as a tensor, which the first batch sets: no device is asked whether this is the first.</summary>
    private Tensor LogZ(int side, Tensor scores, long samples)
    {
        Tensor stored = get_buffer(Normalisers)!.select(0, side);
        Tensor known = where(stored.isnan(), ContrastTerm.LogZ(scores, samples).to(stored.dtype), stored);
        if (training)
            stored.copy_(known);
        return known;
    }

    private void Remember(string bank, Tensor embedded, long[] places)
    {
        Tensor rows = get_buffer(bank)!, index = tensor(places).to(rows.device);
        Tensor mixed = rows.index_select(0, index).to(embedded.dtype).mul_(momentum).add_(embedded.mul(1 - momentum));
        rows.index_copy_(0, index, nn.functional.normalize(mixed, 2, 1).to(rows.dtype));
    }

    private Tensor Draw(long[] places)
    {
        using Tensor seed = randint(0, long.MaxValue, [1], ScalarType.Int64);
        return sampler!.Draw(places, negatives, seed.item<long>());
    }

    /// <summary>The positive before the negatives, [B, K + 1].</summary>
    private static Tensor Drawn(long[] places, Tensor negatives) => cat([tensor(places).unsqueeze(1), negatives], 1);

    private long[] Places(Tensor index)
    {
        if (sampler is null)
            throw new InvalidOperationException("CRD has no banks yet: call Prepare with the training set before the first step");
        ArgumentNullException.ThrowIfNull(index);
        if (index.Dimensions != 1 || index.dtype != ScalarType.Int64)
            throw new ArgumentException($"index is {FeatureMaps.Text(index)} {index.dtype}, CRD reads [B] int64: the samples' places in the training set", nameof(index));
        using Tensor local = index.cpu();
        long[] places = local.data<long>().ToArray();
        if (places.Length == 0)
            throw new ArgumentException("index is [0]: a batch without samples has no loss", nameof(index));
        foreach (long place in places)
        {
            if ((ulong)place >= (ulong)sampler.Count)
                throw new ArgumentException($"index {place} is none of the {sampler.Count} samples that CRD was prepared for: call Prepare with the set that the batches come from", nameof(index));
        }
        return places;
    }

    private Tensor FirstRows(long samples, long seed, int bank)
    {
        using var scope = NewDisposeScope();
        double bound = Math.Sqrt(3.0 / dim);
        using var generator = new Generator(new SplitMix64(seed, RandomUse.Bank, bank).Next(), embedS.weight!.device);
        Tensor rows = empty([samples, dim], ScalarType.Float32, embedS.weight.device).uniform_(-bound, bound, generator);
        return rows.to(bankType ?? embedS.weight.dtype).DetachFromDisposeScope();
    }
}
