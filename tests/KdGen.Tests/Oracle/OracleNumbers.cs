using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Oracle;

/// <summary>What a python3-torch script shows, by name: all elements of a tensor, exactly.</summary>
internal sealed class OracleNumbers
{
    private const string Preamble = """
        import torch.nn as nn, torch.nn.functional as F
        def show(name, tensor):
            print(name, *[repr(v) for v in tensor.detach().double().flatten().tolist()])

        """;

    private readonly Dictionary<string, double[]> values = [];

    internal OracleNumbers(string script)
    {
        foreach (var line in PythonTorch.Run(Preamble + script).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            values.Add(words[0], [.. words.Skip(1).Select(Parse)]);
        }
    }

    internal IEnumerable<string> Names => values.Keys;

    internal double[] this[string name] => values.TryGetValue(name, out var found) ? found : throw new InvalidOperationException($"the script shows no '{name}'");

    /// <summary>Fails unless every element is within <paramref name="tolerance"/> of the script's, relative to max(1, |expected|).</summary>
    internal void AssertClose(string name, Tensor? actual, double tolerance)
    {
        Assert.True(actual is not null, $"{name} is missing");
        using var wide = actual.detach().to(ScalarType.Float64).cpu().contiguous();
        var numbers = wide.data<double>().ToArray();
        var expected = this[name];
        Assert.True(expected.Length == numbers.Length, $"{name}: {numbers.Length} elements, python3-torch has {expected.Length}");
        for (var i = 0; i < numbers.Length; i++)
        {
            var same = numbers[i].Equals(expected[i]) || Math.Abs(numbers[i] - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(same, $"{name}[{i}] is {numbers[i]:R}, python3-torch has {expected[i]:R}");
        }
    }

    private static double Parse(string word) => word == "nan" ? double.NaN : PythonTorch.Number(word);
}
