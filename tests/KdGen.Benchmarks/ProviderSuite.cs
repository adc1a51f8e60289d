using TorchSharp;

namespace KdGen.Benchmarks;

/// <summary>What one operator costs from C# beside the same operator from Python: tensors so small that the call is all there is.</summary>
internal static class ProviderSuite
{
    private const string Script = """
        a, b = torch.rand(4), torch.rand(4)
        m, n = torch.rand(4, 4), torch.rand(4, 4)
        w = torch.rand(4, requires_grad=True)

        def backward():
            (w * a).sum().backward()

        work = {
            'add [4]': lambda: a + b,
            'add_ [4]': lambda: a.add_(b),
            'relu [4]': lambda: torch.nn.functional.relu(a),
            'mm [4, 4]': lambda: m.mm(n),
            'sum [4]': lambda: a.sum(),
            'mul, sum, backward [4]': backward,
        }
        """;

    public static IEnumerable<Measurement> Run()
    {
        torch.set_num_threads(1);
        using var peer = new Peer(Script, threads: 1);
        Console.WriteLine($"peer: {peer.Version}");
        using torch.Tensor a = torch.rand(4), b = torch.rand(4), m = torch.rand(4, 4), n = torch.rand(4, 4), w = torch.rand(4).requires_grad_();

        yield return Measure("add [4]", () => a + b);
        yield return Measurement.InTurn("add_ [4]", peer, 15, 50_000, repeats =>
        {
            for (int i = 0; i < repeats; i++)
            {
                a.add_(b);
            }
        });
        yield return Measure("relu [4]", () => torch.nn.functional.relu(a));
        yield return Measure("mm [4, 4]", () => m.mm(n));
        yield return Measure("sum [4]", () => a.sum());
        yield return Measurement.InTurn("mul, sum, backward [4]", peer, 15, 20_000, repeats =>
        {
            for (int i = 0; i < repeats; i++)
            {
                using torch.Tensor product = w * a;
                using torch.Tensor sum = product.sum();
                sum.backward();
            }
        });

        Measurement Measure(string name, Func<torch.Tensor> operation) => Measurement.InTurn(name, peer, 15, 50_000, repeats =>
        {
            for (int i = 0; i < repeats; i++)
            {
                operation().Dispose();
            }
        });
    }
}
