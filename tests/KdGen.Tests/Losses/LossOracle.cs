using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using KdGen.Tests.Data;
using KdGen.Tests.Oracle;

namespace KdGen.Tests.Losses;

/// <summary>What losses.py gives (record.py) for every recipe and input that it can compute: one run of Python for all of them.</summary>
public sealed class LossOracle
{
    private static readonly Lazy<IReadOnlyDictionary<(string Recipe, string Input), (double Value, double[][] Gradients)>> results = new(Run);

    /// <summary>The inputs that PyTorch's formulas are good for: none that only exact ones survive.</summary>
    public static IReadOnlyDictionary<string, LossInput> Inputs { get; } = new Dictionary<string, LossInput>
    {
        ["1x2"] = LossInputs.Normal(1, 2, 1),
        ["4x3"] = LossInputs.Normal(4, 3, 1),
        ["4x5"] = LossInputs.Normal(4, 5, 1),
        ["4x5 ignored"] = LossInputs.Normal(4, 5, 2).Ignoring(static row => row % 3 == 1),
        ["4x5 all ignored"] = LossInputs.Normal(4, 5, 2).Ignoring(static _ => true),
        ["33x5"] = LossInputs.Normal(33, 5, 3),
        ["33x17"] = LossInputs.Normal(33, 17, 1),
        ["4x17 wide"] = LossInputs.Normal(4, 17, 30),
        ["33x17 ignored"] = LossInputs.Normal(33, 17, 5).Ignoring(static row => row % 2 == 0),
        ["4x1000"] = LossInputs.Normal(4, 1000, 1),
        ["33x1000 wide"] = LossInputs.Normal(33, 1000, 30),
        ["1x32000"] = LossInputs.Normal(1, 32000, 2),
    };

    /// <summary>The value and one gradient for each of the student's logits, in the order of the terms that read them first.</summary>
    public static (double Value, double[][] Gradients) Of(LossCase recipe, string input) => results.Value[(recipe.Name, input)];

    private static IReadOnlyDictionary<(string, string), (double, double[][])> Run()
    {
        using var folder = new TemporaryFolder();
        List<string> lines = [folder.Path];
        foreach ((string input, LossInput data) in Inputs)
        {
            foreach ((string head, double[] logits) in data.Students)
            {
                Write(folder[$"{input}.{head}"], logits);
            }

            Write(folder[$"{input}.teacher"], data.Teacher);
            Write(folder[$"{input}.targets"], data.Targets);
            Write(folder[$"{input}.labels"], data.Labels);
            Write(folder[$"{input}.permutation"], [.. Enumerable.Range(0, data.Rows).SelectMany(data.Sources)]);
        }

        (LossCase Recipe, string Input)[] cases = [.. LossCase.All.SelectMany(recipe => Inputs.Where(input => recipe.Takes(input.Value)).Select(input => (recipe, input.Key)))];
        lines.AddRange(cases.Select(one => JsonSerializer.Serialize(new
        {
            name = $"{one.Recipe.Name} {one.Input}",
            data = one.Input,
            rows = Inputs[one.Input].Rows,
            classes = Inputs[one.Input].Classes,
            terms = one.Recipe.Terms.Select(static term => new
            {
                Kind = term.Kind.ToString(), term.Weight, term.T, term.Student, term.LabelSmoothing, term.ClassWeights, term.SoftTargets, term.Standardize, term.Alpha,
                Beta = double.IsNaN(term.Beta) ? 0 : term.Beta, Gamma = double.IsNaN(term.Gamma) ? 0 : term.Gamma, term.K, term.Tail,
            }),
        })));
        PythonTorch.Run($"sys.dont_write_bytecode = True\nsys.path.insert(0, r'''{Path.GetDirectoryName(ThisFile())}''')\nimport record", string.Join('\n', lines));
        return cases.ToDictionary(static one => (one.Recipe.Name, one.Input), one => Read(folder[$"{one.Recipe.Name} {one.Input}.result"], Inputs[one.Input].Rows * Inputs[one.Input].Classes));
    }

    private static (double Value, double[][] Gradients) Read(string file, int elements)
    {
        double[] numbers = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();
        return (numbers[0], [.. numbers.Skip(1).Chunk(elements)]);
    }

    private static void Write<T>(string file, T[] numbers) where T : unmanaged => File.WriteAllBytes(file, MemoryMarshal.AsBytes<T>(numbers).ToArray());

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
