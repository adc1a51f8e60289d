using KdGen.Data;
using KdGen.Losses;
using KdGen.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

public sealed class CRDLossTests
{
    private static readonly CrdCase tiny = new(60, 3, 8, 6, 10, 16, 12);

    private static Dictionary<string, double[]> Snapshot(nn.Module module) => module.state_dict().ToDictionary(static entry => entry.Key, static entry => CrdCase.Numbers(entry.Value));

    /// <summary>A step of plain descent, which draws its own negatives.</summary>
    private static double Step(CRDLoss module, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator features = new(ulong.CreateChecked(seed));
        Tensor index = randperm(60, generator: features).narrow(0, 0, 8);
        Tensor loss = module.forward(randn([8, 6], generator: features), randn([8, 10], generator: features), index);
        module.zero_grad();
        loss.backward();
        using (no_grad())
            foreach (var parameter in module.parameters())
                parameter.sub_(parameter.grad!.mul(0.1));
        return loss.item<float>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void StateDict_CarriesAllThatTheNextStepNeeds(int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        using CRDLoss module = tiny.Module(ScalarType.Float32), resumed = new(6, 10, 16, 12);
        for (int step = 0; step < steps; step++)
            Step(module, step);
        Dictionary<string, Tensor> saved = module.state_dict().ToDictionary(static entry => entry.Key, static entry => entry.Value.detach().clone());
        Assert.Equal(["embed_s.bias", "embed_s.weight", "embed_t.bias", "embed_t.weight", "log_z", "memory_s", "memory_t"], saved.Keys.Order(StringComparer.Ordinal));

        // As a resumed run does: the banks are there before the state comes, and stay when the training begins.
        resumed.Prepare(new LabelledDataset(tiny.Labels), seed: 1);
        resumed.load_state_dict(saved);
        resumed.Prepare(new LabelledDataset(tiny.Labels), seed: 2);
        manual_seed(3);
        double expected = Step(module, 9);
        manual_seed(3);
        Assert.Equal(expected, Step(resumed, 9));
        Assert.Equal(Snapshot(module), Snapshot(resumed));
    }

    [Fact]
    public void Prepare_MakesTheBanksOfItsSeed()
    {
        using CRDLoss one = tiny.Module(ScalarType.Float32), other = new(6, 10, 16), third = new(6, 10, 16);
        other.Prepare(new LabelledDataset(tiny.Labels));
        third.Prepare(new LabelledDataset(tiny.Labels), seed: 43);
        double[] bank = CrdCase.Numbers(one.get_buffer("memory_s")!);
        Assert.Equal(bank, CrdCase.Numbers(other.get_buffer("memory_s")!));
        Assert.NotEqual(bank, CrdCase.Numbers(other.get_buffer("memory_t")!));
        Assert.NotEqual(bank, CrdCase.Numbers(third.get_buffer("memory_s")!));
        double bound = Math.Sqrt(3.0 / 16);
        Assert.InRange(bank.Max(), bound * 0.95, bound);
        Assert.InRange(bank.Min(), -bound, -bound * 0.95);
    }

    [Fact]
    public void Prepare_ForAnotherSet_BeginsAnew()
    {
        using CRDLoss module = tiny.Module(ScalarType.Float32);
        Step(module, 1);
        module.Prepare(new LabelledDataset([0, 1, 2, 0]));
        Assert.Equal([4, 16], module.get_buffer("memory_s")!.shape);
        Assert.All(CrdCase.Numbers(module.get_buffer("log_z")!), static z => Assert.True(double.IsNaN(z)));
    }

    [Fact]
    public void Prepare_ReadsASetThatCannotNameItsLabels()
    {
        using CRDLoss module = new(6, 10, 16, 40);
        var data = new VectorDataset(700, 1);
        module.Prepare(data);
        long[] labels = Labels(data, [.. Enumerable.Range(0, 700)]);
        using Tensor index = tensor([3L, 699L]), negatives = module.Negatives(index);
        long[][] drawn = [.. negatives.data<long>().ToArray().Chunk(40)];
        Assert.All(drawn[0], sample => Assert.NotEqual(labels[3], labels[sample]));
        Assert.All(drawn[1], sample => Assert.NotEqual(labels[699], labels[sample]));

        static long[] Labels(IDataset data, int[] places)
        {
            using Batch batch = data.Gather(places);
            return batch.Y.data<long>().ToArray();
        }
    }

    [Fact]
    public void Negatives_FollowTorchsSeed()
    {
        using CRDLoss module = tiny.Module(ScalarType.Float32);
        using Tensor index = tensor([0L, 1L]);
        double[] Draw(long seed)
        {
            manual_seed(seed);
            using Tensor drawn = module.Negatives(index);
            return CrdCase.Numbers(drawn);
        }
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void Banks_AreNotLearnedAndTheTeacherGetsNoGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using CRDLoss module = tiny.Module(ScalarType.Float32);
        Assert.Equal(["embed_s.bias", "embed_s.weight", "embed_t.bias", "embed_t.weight"], module.named_parameters().Select(static one => one.name).Order(StringComparer.Ordinal));
        Tensor student = randn([8, 2, 3]).requires_grad_(), teacher = randn([8, 10]).requires_grad_(), index = arange(8, dtype: ScalarType.Int64);
        module.forward(student, teacher, index).backward();
        Assert.Null(teacher.grad);
        Assert.Equal([8, 2, 3], student.grad!.shape);
        Assert.False(module.get_buffer("memory_s")!.requires_grad);
    }

    [Fact]
    public void Evaluation_ChangesNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        using CRDLoss module = tiny.Module(ScalarType.Float32);
        Dictionary<string, double[]> before = Snapshot(module);
        module.eval();
        Tensor student = randn([8, 6]), teacher = randn([8, 10]), index = arange(8, dtype: ScalarType.Int64), negatives = module.Negatives(index);
        double value = module.forward(student, teacher, index, negatives).item<float>();
        Assert.Equal(before, Snapshot(module));
        Assert.Equal(value, module.forward(student, teacher, index, negatives).item<float>());
        module.train();
        Assert.Equal(value, module.forward(student, teacher, index, negatives).item<float>());
        Assert.NotEqual(before["memory_s"], CrdCase.Numbers(module.get_buffer("memory_s")!));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void HalfBanks_StayHalf(ScalarType type)
    {
        using CRDLoss module = tiny.Module(ScalarType.Float32, type);
        for (int step = 0; step < 3; step++)
            Assert.True(double.IsFinite(Step(module, step)));
        Assert.Equal(type, module.get_buffer("memory_s")!.dtype);
        Assert.Equal(type, module.get_buffer("memory_t")!.dtype);
    }

    [Fact]
    public void Extremes_StayFinite()
    {
        using DisposeScope scope = NewDisposeScope();
        using CRDLoss module = new(4, 4, 8, 20, temperature: 1e-3);
        module.Prepare(new LabelledDataset([.. Enumerable.Range(0, 40).Select(static i => i % 2)]));
        foreach (double scale in (double[])[0, 1e-20, 1, 1e15])
        {
            Tensor student = randn([4, 4]).mul(scale).requires_grad_(), teacher = randn([4, 4]).mul(scale);
            Tensor loss = module.forward(student, teacher, tensor([0L, 1L, 2L, 3L]));
            loss.backward();
            Assert.True(double.IsFinite(loss.item<float>()), $"scale {scale}: the loss is {loss.item<float>()}");
            Assert.All(CrdCase.Numbers(student.grad!), static gradient => Assert.True(double.IsFinite(gradient)));
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32, 40_000)]    // one pass
    [InlineData(ScalarType.Float64, 20_000)]    // the product with the whole bank
    [InlineData(ScalarType.Float64, 40_000)]    // the rows of some anchors at a time
    public void Step_MakesNoCopyOfTheDrawnRows(ScalarType type, int samples)
    {
        const int Batch = 64, Negatives = 4096, Dim = 128;
        using DisposeScope scope = NewDisposeScope();

        // The first step reads the library's code.
        foreach (bool isMeasured in (bool[])[false, true])
        {
            using var module = (CRDLoss)new CRDLoss(32, 32, Dim, isMeasured ? Negatives : 4).to(type);
            module.Prepare(new LabelledDataset([.. Enumerable.Range(0, isMeasured ? samples : 1000).Select(static i => i % 10)]));
            Tensor index = arange(Batch, dtype: ScalarType.Int64), student = randn(Batch, 32).to(type).requires_grad_(), teacher = randn(Batch, 32).to(type);
            long before = PeakMemory.Forget();
            module.forward(student, teacher, index).backward();
            long gathered = (long)Batch * Negatives * Dim * student.ElementSize, more = PeakMemory.Bytes - before;
            Assert.True(!isMeasured || more < gathered / 2, $"{more >> 20} MB more at the peak, the drawn rows of one direction are {gathered >> 20} MB");
        }
    }

    [Fact]
    public void Misuse_IsNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        using CRDLoss fresh = new(6, 10), module = tiny.Module(ScalarType.Float32);
        Tensor student = randn(2, 6), teacher = randn(2, 10);
        Assert.Equal("CRD has no banks yet: call Prepare with the training set before the first step",
            Assert.Throws<InvalidOperationException>(() => fresh.forward(student, teacher, tensor([0L, 1L]))).Message);
        Says("index 60 is none of the 60 samples", () => module.forward(student, teacher, tensor([0L, 60L])));
        Says("index -1 is none of the 60 samples", () => module.forward(student, teacher, tensor([0L, -1L])));
        Says("index is [2] Int32, CRD reads [B] int64", () => module.forward(student, teacher, tensor([0, 1])));
        Says("index is [0]", () => module.forward(student, teacher, empty(0, ScalarType.Int64)));
        Says("the student's feature has 2 samples, the teacher's 2 and the index 3", () => module.forward(student, teacher, tensor([0L, 1L, 2L])));
        Says("negatives is [1, 2] Int64, CRD reads [2, K] int64", () => module.forward(student, teacher, tensor([0L, 1L]), tensor(new long[,] { { 1, 2 } })));
        Says("negatives reach from 1 to 60, the training set has 0 to 59", () => module.forward(student, teacher, tensor([0L, 1L]), tensor(new long[,] { { 1, 2 }, { 3, 60 } })));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CRDLoss(6, 10, temperature: 0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CRDLoss(6, 10, momentum: 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CRDLoss(6, 10, negatives: 0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CRDLoss(6, 10, bankType: ScalarType.Int64));

        static void Says(string start, Action action) => Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(action).Message);
    }
}
