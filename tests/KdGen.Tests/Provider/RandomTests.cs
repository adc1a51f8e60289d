using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

/// <summary>Random numbers: reproducible, and the same as PyTorch's from the same seed. Each test takes a generator of its own or the lock.</summary>
public class RandomTests
{
    [Fact]
    public void Seed_GivesTheSameNumbersAgain()
    {
        manual_seed(7);
        using Tensor a = rand(5), b = randn(5);
        manual_seed(7);
        using Tensor c = rand(5), d = randn(5);
        Assert.True(a.Equals(c));
        Assert.True(b.Equals(d));
        Assert.Equal(7, initial_seed());
    }

    [Fact]
    public void State_GoesBack()
    {
        using Tensor state = get_rng_state();
        using Tensor a = rand(5);
        set_rng_state(state);
        using Tensor b = rand(5);
        Assert.True(a.Equals(b));
    }

    [Fact]
    public void OwnGenerator_LeavesTheDefaultOneAlone()
    {
        manual_seed(3);
        using Tensor expected = rand(4);
        manual_seed(3);
        using var own = new Generator(11);
        using Tensor first = rand(4, generator: own), actual = rand(4);
        Assert.True(expected.Equals(actual));
        own.manual_seed(11);
        using Tensor second = rand(4, generator: own);
        Assert.True(first.Equals(second));
    }

    [OracleFact]
    public void Numbers_AreThoseOfPythonTorch()
    {
        double[] expected = PythonTorch.Numbers("""
            torch.manual_seed(42)
            for t in (torch.rand(20), torch.randn(20), torch.randn(3), torch.randint(5, 99, (20,)), torch.randperm(30), torch.empty(20).uniform_(-2, 3),
                      torch.empty(20).normal_(1, 2), torch.empty(20).bernoulli_(0.3), torch.bernoulli(torch.full((20,), 0.5)), torch.rand(5, dtype=torch.float64)):
                print(*t.double().tolist())
            """);
        using DisposeScope scope = NewDisposeScope();
        manual_seed(42);
        Tensor[] actual =
        [
            rand(20), randn(20), randn(3), randint(5, 99, [20]), randperm(30), empty(20).uniform_(-2, 3),
            empty(20).normal_(1, 2), empty(20).bernoulli_(0.3), full(20, 0.5f).bernoulli(), rand([5], float64),
        ];
        Assert.Equal(expected, actual.SelectMany(t => t.@double().data<double>().ToArray()));
    }
}
