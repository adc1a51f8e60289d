using System.Diagnostics;
using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Benchmarks.Losses;

/// <summary>
/// Value and gradient of each loss and of their usual sums: fused, composed by the generator, from operators by hand over the same provider, and in PyTorch; on one thread and on two. All ways of a loss
/// take turns, and the fastest round of each counts, since others use the machine too; for the same reason one thread is given its own processor time, and only several the time on the wall.
/// </summary>
internal static class LossSuite
{
    public const int Rounds = 9;

    private const double RoundMicroseconds = 5_000;

    private static readonly (int Rows, int Classes)[] shapes = [(128, 10), (128, 100), (128, 1000), (64, 32000), (16, 128256)];

    public static IReadOnlyList<LossTimes> Run()
    {
        int[] threads = Environment.ProcessorCount > 1 ? [1, 2] : [1];
        WarmUp();
        List<LossTimes> measured = [];
        foreach (int count in threads)
        {
            set_num_threads(count);
            using var peer = new Peer(Script(), count, count == 1 ? "thread_time" : "perf_counter");
            LossReport.Head(peer.Version, count);
            foreach ((int rows, int classes) in shapes)
            {
                LossReport.Shape(rows, classes);
                using var floor = new TrafficFloor(rows * classes);
                foreach (LossBenchmark loss in LossBenchmark.All)
                {
                    LossTimes times = Measure(loss, rows, classes, count, peer, floor);
                    LossReport.Line(times, floor.Bytes(loss.ReadsTeacher));
                    measured.Add(times);
                }
            }
        }

        return measured;
    }

    /// <summary>Calls everything until it is compiled as a long run has it; the compiler works beside.</summary>
    private static void WarmUp()
    {
        using Tensor student = randn([2, 10]).requires_grad_(), teacher = randn([2, 10]), labels = randint(10, [2], ScalarType.Int64);
        for (int round = 0; round < 3; round++)
        {
            foreach (LossBenchmark loss in LossBenchmark.All)
            {
                for (int i = 0; i < 40; i++)
                {
                    Fused(loss, student, teacher, labels, 512);
                    Fused(loss, student, teacher, labels, 256);
                    Differentiated(loss.Composed, student, teacher, labels);
                    Differentiated(loss.Hand, student, teacher, labels);
                }
            }

            Thread.Sleep(500);
        }
    }

    private static LossTimes Measure(LossBenchmark loss, int rows, int classes, int threads, Peer peer, TrafficFloor floor)
    {
        manual_seed(rows + classes);
        using Tensor student = randn([rows, classes]).requires_grad_(), teacher = randn([rows, classes]), labels = randint(classes, [rows], ScalarType.Int64);
        double[] fastest = Fastest(
        [
            Timed(threads, () => floor.Run(threads, loss.ReadsTeacher)),
            Timed(threads, () => Fused(loss, student, teacher, labels, 512)),
            Timed(threads, () => Fused(loss, student, teacher, labels, 256)),
            Timed(threads, () => Differentiated(loss.Composed, student, teacher, labels)),
            Timed(threads, () => Differentiated(loss.Hand, student, teacher, labels)),
            repeats => peer.Measure($"{loss.Name}|{rows}|{classes}", repeats),
        ]);
        return new LossTimes(loss.Name, rows, classes, threads, fastest[0], fastest[1], fastest[2], fastest[3], fastest[4], fastest[5]);
    }

    private static void Fused(LossBenchmark loss, Tensor student, Tensor teacher, Tensor labels, int bits)
    {
        RowLoss.Widest = bits;
        (Tensor value, Tensor gradient) = loss.Fused(student, teacher, labels);
        value.Dispose();
        gradient.Dispose();
        RowLoss.Widest = 0;
    }

    private static void Differentiated(Func<Tensor, Tensor, Tensor, Tensor> form, Tensor student, Tensor teacher, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        autograd.grad([form(student, teacher, labels)], [student]);
    }

    /// <summary>For each way the microseconds of one run in its fastest round.</summary>
    private static double[] Fastest(Func<int, double>[] ways)
    {
        int[] repeats = [.. ways.Select(static way =>
        {
            way(1);     // compiles, allocates, fills caches
            return (int)Math.Clamp(RoundMicroseconds / way(1), 1, 2000);
        })];
        double[] fastest = [.. ways.Select(static _ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                fastest[way] = Math.Min(fastest[way], ways[way](repeats[way]));
            }
        }

        return fastest;
    }

    private static Func<int, double> Timed(int threads, Action run) => repeats =>
    {
        double start = Milliseconds(threads);
        for (int i = 0; i < repeats; i++)
        {
            run();
        }

        return (Milliseconds(threads) - start) * 1000 / repeats;
    };

    private static double Milliseconds(int threads) => threads == 1 ? ProcessorTime.OfThread : Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

    /// <summary>The tests' own PyTorch losses.</summary>
    private static string Script() => $$"""
        import sys
        sys.dont_write_bytecode = True
        sys.path.insert(0, r'''{{Path.Combine(KdGen.Generators.Tests.Harness.Repository.Root, "tests", "KdGen.Tests", "Losses")}}''')
        from losses import LOSSES

        def term(kind, weight=1, T=1, Beta=1, **options):
            given = dict(Kind=kind, Weight=weight, T=T, Alpha=1, Beta=Beta, Gamma=1, K=0, Tail=False, LabelSmoothing=0, ClassWeights=None, SoftTargets=False, Standardize=False)
            given.update(options)
            return given

        data = {}

        def run(terms, rows, classes):
            if (rows, classes) not in data:
                data.clear()
                data[rows, classes] = torch.randn(rows, classes, requires_grad=True), torch.randn(rows, classes), torch.randint(classes, (rows,))
            student, teacher, labels = data[rows, classes]
            value = 0
            for one in terms:
                if one['Kind'] == 'DKPP':
                    largest, rest = teacher.argmax(1, keepdim=True), torch.arange(classes - 1)
                    source = torch.rand(rows, classes).scatter(1, largest, -1).argsort(1)
                    one['permutation'] = torch.empty_like(source).scatter(1, torch.cat([largest, rest + (rest >= largest)], 1), source)
                value = value + one['Weight'] * LOSSES[one['Kind']](student, teacher, labels, one)
            torch.autograd.grad(value, [student])

        class Work(dict):
            def __missing__(self, name):
                loss, rows, classes = name.split('|')
                return lambda: run(losses[loss], int(rows), int(classes))

        work = Work()
        losses = {
        {{string.Join("\n", LossBenchmark.All.Select(static loss => $"    '{loss.Name}': [{loss.Terms}],"))}}
        }
        """;
}
