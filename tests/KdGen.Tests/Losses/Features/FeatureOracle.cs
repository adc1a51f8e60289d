using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using KdGen.Tests.Data;
using KdGen.Tests.Oracle;

namespace KdGen.Tests.Losses.Features;

/// <summary>What features.py gives (record.py) for every case and kind of input: one run of Python for all of them.</summary>
internal static class FeatureOracle
{
    private static readonly Lazy<IReadOnlyDictionary<(string Case, string Kind, string Type), double[]>> results = new(Run);

    /// <summary>The value and the gradient of each of the student's features; not numbers where PyTorch's are none.</summary>
    /// <param name="type">float32 or float64.</param>
    public static (double Value, double[][] Gradients) Of(FeatureCase loss, string kind, FeatureInput input, string type)
    {
        double[] numbers = results.Value[(loss.Name, kind, type)];
        int at = 1;
        return (numbers[0], [.. input.Student.Select(feature => numbers[at..(at += feature.Values.Length)])]);
    }

    private static IReadOnlyDictionary<(string, string, string), double[]> Run()
    {
        using var folder = new TemporaryFolder();
        List<string> lines = [folder.Path];
        (FeatureCase Loss, string Kind, FeatureInput Input)[] cases = [.. FeatureCase.All.SelectMany(static loss => loss.Inputs.Select(input => (loss, input.Kind, input.Input)))];
        foreach (var (loss, kind, input) in cases)
        {
            string name = $"{loss.Name} {kind}";
            Write("student", input.Student);
            Write("teacher", input.Teacher);
            lines.Add(JsonSerializer.Serialize(new
            {
                name, loss = loss.Python, options = loss.Options, student = input.Student.Select(static one => one.Shape), teacher = input.Teacher.Select(static one => one.Shape),
            }));

            void Write(string side, (long[] Shape, double[] Values)[] features)
            {
                for (int i = 0; i < features.Length; i++)
                {
                    File.WriteAllBytes(folder[$"{name}.{side}{i}"], MemoryMarshal.AsBytes<double>(features[i].Values).ToArray());
                }
            }
        }

        PythonTorch.Run($"sys.dont_write_bytecode = True\nsys.path.insert(0, r'''{Path.GetDirectoryName(ThisFile())}''')\nimport record", string.Join('\n', lines));
        return cases.SelectMany(one => new[] { "float32", "float64" }.Select(type => ((one.Loss.Name, one.Kind, type), Read(folder[$"{one.Loss.Name} {one.Kind}.{type}"])))).ToDictionary();
    }

    private static double[] Read(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
