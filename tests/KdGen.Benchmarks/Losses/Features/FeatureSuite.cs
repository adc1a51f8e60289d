using System.Globalization;
using KdGen.Generators.Tests.Harness;
using KdGen.Kernels;
using KdGen.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Benchmarks.Losses.Features;

/// <summary>
/// Value and gradient of each loss between features: as it is, the same from operators alone, by hand with the operators of published code over the same provider, and that in PyTorch. The processor time of one thread, the fastest round of
/// each way, the ways in turn; and how much memory a call takes at its peak beyond what was there.
/// </summary>
internal static class FeatureSuite
{
    private const int Rounds = 7;

    private const double RoundMicroseconds = 20_000;

    private static string Folder(params string[] parts) => Path.Combine([Repository.Root, "tests", .. parts]);

    private static readonly string script = $"""
        import sys
        sys.dont_write_bytecode = True
        sys.path[:0] = [r'''{Folder("KdGen.Tests", "Losses", "Learned")}''', r'''{Folder("KdGen.Benchmarks", "Losses", "Features")}''']
        from published import work
        """;

    public static IReadOnlyList<FeatureTimes> Run()
    {
        set_num_threads(1);
        WarmUp();
        using var peer = new Peer(script, 1, "thread_time");
        Console.WriteLine();
        Console.WriteLine($"features: value and gradient, 1 thread, float32; times as fast as from operators, as by hand, as {peer.Version}; fastest of {Rounds} rounds in turn, processor time");
        Console.WriteLine("MB: the most memory of a call beyond what was there");
        Console.WriteLine($"{"",-48}{"us",10}{"operators",11}{"by hand",9}{"PyTorch",9}{"MB",8}{"operators",11}{"by hand",9}{"PyTorch",9}");
        List<FeatureTimes> measured = [];
        foreach (FeatureBenchmark loss in FeatureBenchmark.All)
        {
            FeatureTimes times = Measure(loss, peer);
            measured.Add(times);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{loss.Name,-14}{loss.Shapes,-34}{times.Ours,10:F1}{times.Operators / times.Ours,10:F2}x{times.Hand / times.Ours,8:F2}x{times.PyTorch / times.Ours,8:F2}x{times.Megabytes,8:F1}{times.MegabytesOfOperators,11:F1}{times.MegabytesByHand,9:F1}{times.MegabytesOfPyTorch,9:F1}"));
        }

        return measured;
    }

    /// <summary>Calls everything until it is compiled as a long run has it; the compiler works beside. What learns is one size, and most of its time is in products of libtorch's.</summary>
    private static void WarmUp()
    {
        for (int round = 0; round < 3; round++)
        {
            foreach (FeatureBenchmark loss in FeatureBenchmark.All.DistinctBy(static loss => loss.Name).Where(static loss => loss.Make().Learned.Count == 0))
            {
                FeatureBenchmark small = loss with { Students = Small(loss.Students), Teachers = Small(loss.Teachers) };
                Ways ways = new(small);
                for (int i = 0; i < 40; i++)
                {
                    ways.Ours();
                    ways.Operators();
                    ways.Hand();
                }
            }

            Thread.Sleep(500);
        }

        static long[][] Small(long[][] shapes) => [.. shapes.Select(static shape => shape.Select(static size => Math.Min(size, 8)).ToArray())];
    }

    private static FeatureTimes Measure(FeatureBenchmark loss, Peer peer)
    {
        manual_seed(1);
        using DisposeScope scope = NewDisposeScope();
        Ways ways = new(loss);
        Func<int, double>[] all = [Timed(ways.Ours), Timed(ways.Operators), Timed(ways.Hand), repeats => peer.Measure(loss.Request, repeats)];
        double ours = Memory(ways.Ours), operators = Memory(ways.Operators), hand = Memory(ways.Hand), pyTorch = peer.Memory(loss.Request) / 1048576.0;
        double[] fastest = Fastest(all);
        return new FeatureTimes(loss.Name, loss.Shapes, fastest[0], fastest[1], fastest[2], fastest[3], ours, operators, hand, pyTorch);
    }

    private static double Memory(Action way)
    {
        way();
        long before = PeakMemory.Forget();
        way();
        return (PeakMemory.Bytes - before) / 1048576.0;
    }

    private static double[] Fastest(IReadOnlyList<Func<int, double>> ways)
    {
        int[] repeats = [.. ways.Select(static way =>
        {
            way(1);     // compiles, allocates, fills caches
            return (int)Math.Clamp(RoundMicroseconds / way(1), 1, 500);
        })];
        double[] fastest = [.. ways.Select(static _ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int way = 0; way < fastest.Length; way++)
            {
                fastest[way] = Math.Min(fastest[way], ways[way](repeats[way]));
            }
        }

        return fastest;
    }

    private static Func<int, double> Timed(Action run) => repeats =>
    {
        run();      // Another way has just had the caches.
        double start = ProcessorTime.OfThread;
        for (int i = 0; i < repeats; i++)
        {
            run();
        }

        return (ProcessorTime.OfThread - start) * 1000 / repeats;
    };

    /// <summary>A loss's ways with the features that all of them are given.</summary>
    private sealed class Ways
    {
        public Ways(FeatureBenchmark loss)
        {
            (Func<Tensor[], Tensor[], Tensor> ours, IReadOnlyList<Tensor> learned) = loss.Make();
            Tensor[] students = [.. loss.Students.Select(static shape => randn(shape).requires_grad_())], teachers = [.. loss.Teachers.Select(static shape => randn(shape))];
            (Func<Tensor[], Tensor[], Tensor> hand, IReadOnlyList<Tensor> learnedByHand) = loss.Hand();
            Ours = () => Differentiated(ours, learned);
            Operators = () =>
            {
                FeatureFunction.ByOperators = true;
                Differentiated(ours, learned);
                FeatureFunction.ByOperators = false;
            };
            Hand = () => Differentiated(hand, learnedByHand);

            void Differentiated(Func<Tensor[], Tensor[], Tensor> form, IReadOnlyList<Tensor> parameters)
            {
                using DisposeScope scope = NewDisposeScope();
                autograd.grad([form(students, teachers)], [.. students, .. parameters], allow_unused: true);
            }
        }

        public Action Ours { get; }

        public Action Operators { get; }

        public Action Hand { get; }
    }
}
