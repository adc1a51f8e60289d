using System.Globalization;
using KdGen.Kernels;
using KdGen.Losses;
using KdGen.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Benchmarks.Losses;

/// <summary>
/// Value and gradient of CRD's two directions for K = 16,384, D = 128, batch 64, at the size of CIFAR, n = 50,000, and at one that is hardly more than K: in one pass over the drawn rows, by the product with the whole bank, and as usual, from a copy [B, K + 1, D] of the rows, here
/// and in PyTorch. One thread's processor time, the fastest of some rounds in turn, and the most memory that each way takes beyond what was there.
/// </summary>
internal static class ContrastSuite
{
    private const int Negatives = 16_384, Features = 128, Rows = 64, Rounds = 5;

    private const double Temperature = 0.07;

    private static string Script(int samples) => $"samples = {samples}\n" + """
        negatives, features, rows = 16_384, 128, 64
        normalize = torch.nn.functional.normalize
        banks = [normalize(torch.randn(samples, features)) for _ in range(2)]
        anchors = [normalize(torch.randn(rows, features)).requires_grad_() for _ in range(2)]
        drawn = torch.randint(samples, (rows, negatives + 1))

        def gathered():
            loss = 0
            for bank, anchor in zip(banks, anchors):
                weights = torch.index_select(bank, 0, drawn.view(-1)).view(rows, negatives + 1, features)
                p = torch.exp(torch.bmm(weights, anchor.view(rows, features, 1)) / 0.07) / 1e5
                noise = negatives / samples
                positive = torch.log(p[:, 0] / (p[:, 0] + noise + 1e-7)).sum()
                negative = torch.log(noise / (p[:, 1:] + noise + 1e-7)).sum()
                loss = loss - (positive + negative) / rows
            torch.autograd.grad(loss, anchors)

        work = {'gathered': gathered}
        """;

    public static IReadOnlyList<ContrastTimes> Run()
    {
        set_num_threads(1);
        return [.. Run(50_000), .. Run(20_000)];
    }

    private static List<ContrastTimes> Run(int samples)
    {
        manual_seed(1);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] banks = [Unit(samples), Unit(samples)], anchors = [Unit(Rows).requires_grad_(), Unit(Rows).requires_grad_()];
        Tensor[] halves = [banks[0].to(ScalarType.BFloat16), banks[1].to(ScalarType.BFloat16)];
        int[] labels = [.. Enumerable.Range(0, samples).Select(static i => i % 10)];
        long[] places = [.. Enumerable.Range(0, Rows).Select(static i => i * 300L)];
        ContrastSampler sampler = new(labels);
        Tensor negatives = sampler.Draw(places, Negatives, 1), drawn = cat([tensor(places).unsqueeze(1), negatives], 1);
        double logZ = Math.Log(1e5);

        (string Name, Action Work)[] ways =
        [
            ("one pass", () => Pass(banks)),
            ("one pass, 256 bits", () => Narrow(() => Pass(banks))),
            ("one pass, bfloat16 banks", () => Pass(halves)),
            ("product with the bank", () => Composed(banks)),
            ("gathered", Gathered),
            ("drawing the negatives", () => sampler.Draw(places, Negatives, 2).Dispose()),
        ];
        using var peer = new Peer(Script(samples), 1, "thread_time");
        double[] fastest = [.. ways.Select(static _ => double.MaxValue), double.MaxValue];
        long[] memory = new long[ways.Length];
        for (int round = -1; round < Rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                if (round < 0)
                {
                    ways[way].Work();
                    long before = PeakMemory.Forget();
                    ways[way].Work();
                    memory[way] = PeakMemory.Bytes - before;
                    continue;
                }

                // With the memory of the rounds before, as in a training run.
                double start = ProcessorTime.OfThread;
                ways[way].Work();
                fastest[way] = Math.Min(fastest[way], ProcessorTime.OfThread - start);
            }

            double peers = peer.Measure("gathered", 1) / 1000;
            fastest[^1] = round < 0 ? double.MaxValue : Math.Min(fastest[^1], peers);
        }

        Console.WriteLine();
        Console.WriteLine($"crd: value and gradient of both directions, n = {samples}, K = {Negatives}, D = {Features}, batch {Rows}; 1 thread, float32, processor time, fastest of {Rounds} rounds in turn");
        Console.WriteLine($"{"",-28}{"ms",10}{"to gathered",13}{"to PyTorch",13}{"peak MB",10}");
        List<ContrastTimes> measured = [];
        double gathered = fastest[Array.FindIndex(ways, static way => way.Name == "gathered")];
        for (int way = 0; way < ways.Length; way++)
        {
            measured.Add(new ContrastTimes(ways[way].Name, samples, fastest[way], fastest[^1], memory[way] / 1048576.0));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ways[way].Name,-28}{fastest[way],10:F1}{fastest[way] / gathered,13:F3}{fastest[way] / fastest[^1],13:F3}{memory[way] >> 20,10}"));
        }

        return measured;

        void Pass(Tensor[] rows)
        {
            (_, Tensor one, Tensor other) = ContrastPass.Evaluate(new(anchors[0], rows[1], logZ), new(anchors[1], rows[0], logZ), places, negatives, Temperature);
            one.Dispose();
            other.Dispose();
        }

        void Composed(Tensor[] rows)
        {
            using DisposeScope own = NewDisposeScope();
            using IDisposable inference = no_grad();
            for (int side = 0; side < 2; side++)
            {
                ContrastTerm.Evaluate(ContrastTerm.Scores(anchors[side], rows[1 - side], drawn, Temperature), tensor(logZ), rows[1 - side], drawn, Temperature);
            }
        }

        void Gathered()
        {
            using DisposeScope own = NewDisposeScope();
            Tensor loss = zeros([]);
            for (int side = 0; side < 2; side++)
            {
                Tensor weights = banks[1 - side].index_select(0, drawn.view(-1)).view(Rows, Negatives + 1, Features);
                Tensor p = weights.bmm(anchors[side].view(Rows, Features, 1)).div(Temperature).exp().div(Math.Exp(logZ));
                double noise = (double)Negatives / samples;
                Tensor positive = p.narrow(1, 0, 1), negative = p.narrow(1, 1, Negatives);
                loss = loss - ((positive / (positive + (noise + ContrastTerm.Epsilon))).log().sum() + (noise / (negative + (noise + ContrastTerm.Epsilon))).log().sum()) / Rows;
            }

            autograd.grad([loss], anchors);
        }
    }

    private static void Narrow(Action work)
    {
        RowLoss.Widest = 256;
        work();
        RowLoss.Widest = 0;
    }

    private static Tensor Unit(long rows) => nn.functional.normalize(randn(rows, Features), 2, 1);
}
