using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KdGen.Losses;
using KdGen.Tests.Oracle;
using KdGen.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

/// <summary>Steps of CRD on given numbers: what the module makes of them, and what python3-torch does.</summary>
internal sealed record CrdCase(int Samples, int Classes, int Batch, int Features, int TeacherFeatures, int Dim, int Negatives, double Temperature = 0.07, double Momentum = 0.5)
{
    private const int Steps = 3;

    // The numbers are single precision's in every type, so that Python is asked once for all.
    private static readonly ConcurrentDictionary<string, JsonElement[]> answers = [];

    public static IReadOnlyDictionary<string, CrdCase> All { get; } = new Dictionary<string, CrdCase>
    {
        ["product with the whole bank"] = new(60, 3, 8, 6, 10, 16, 12),
        ["gathered rows"] = new(400, 10, 8, 6, 10, 12, 5),
        ["one sample, one negative"] = new(20, 2, 1, 3, 3, 5, 1),
        ["more negatives than samples"] = new(30, 3, 4, 5, 7, 9, 70, 0.2, 0.9),
        ["tail of every width"] = new(700, 9, 33, 20, 20, 37, 301, 0.05, 0),
        ["many"] = new(3000, 10, 16, 24, 32, 128, 900),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>A module that begins with the case's numbers.</summary>
    public CRDLoss Module(ScalarType type, ScalarType? bankType = null)
    {
        manual_seed(5);
        var module = (CRDLoss)new CRDLoss(Features, TeacherFeatures, Dim, Negatives, Temperature, Momentum, bankType).to(type);
        module.Prepare(new LabelledDataset(Labels));
        return module;
    }

    public int[] Labels => [.. Enumerable.Range(0, Samples).Select(sample => sample * 7 % Classes)];

    /// <summary>The batches: features, places and negatives.</summary>
    public IReadOnlyList<(Tensor Student, Tensor Teacher, Tensor Index, Tensor Negatives)> Inputs(CRDLoss module, ScalarType type)
    {
        manual_seed(6);
        return [.. Enumerable.Range(0, Steps).Select(_ =>
        {
            Tensor index = randperm(Samples).narrow(0, 0, Batch).clone();
            return (randn(Batch, Features).to(type), randn(Batch, TeacherFeatures).to(type), index, module.Negatives(index));
        })];
    }

    /// <summary>Runs the steps here, and compares with python3-torch in float64: values, gradients, banks and Z of each.</summary>
    /// <param name="tolerance">Relative to the largest of a tensor's numbers.</param>
    public void Compare(ScalarType type, double tolerance, ScalarType? bankType = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using CRDLoss module = Module(type, bankType);
        var state = module.state_dict();
        string start = $"\"weight_s\": {Json(state["embed_s.weight"])}, \"bias_s\": {Json(state["embed_s.bias"])}, \"weight_t\": {Json(state["embed_t.weight"])}, \"bias_t\": {Json(state["embed_t.bias"])}, \"bank_s\": {Json(state["memory_s"])}, \"bank_t\": {Json(state["memory_t"])}";
        var inputs = Inputs(module, type);
        string steps = string.Join(", ", inputs.Select(static step => $"{{\"student\": {Json(step.Student)}, \"teacher\": {Json(step.Teacher)}, \"index\": {Json(step.Index)}, \"negatives\": {Json(step.Negatives)}}}"));
        JsonElement[] expected = answers.GetOrAdd(
            $"{{{start}, \"temperature\": {JsonSerializer.Serialize(Temperature)}, \"momentum\": {JsonSerializer.Serialize(Momentum)}, \"steps\": [{steps}]}}",
            static given => [.. JsonDocument.Parse(PythonTorch.Run($"import sys\nsys.dont_write_bytecode = True\nsys.path.insert(0, r'''{Path.GetDirectoryName(ThisFile())}''')\nimport crd", given)).RootElement.EnumerateArray()]);

        for (int i = 0; i < Steps; i++)
        {
            (Tensor student, Tensor teacher, Tensor index, Tensor negatives) = inputs[i];
            student.requires_grad_();
            module.zero_grad();
            Tensor loss = module.forward(student, teacher, index, negatives);
            loss.backward();
            Close(i, "loss", loss);
            Close(i, "student", student.grad!);
            Close(i, "weight_s", module.get_parameter("embed_s.weight")!.grad!);
            Close(i, "bias_s", module.get_parameter("embed_s.bias")!.grad!);
            Close(i, "weight_t", module.get_parameter("embed_t.weight")!.grad!);
            Close(i, "bias_t", module.get_parameter("embed_t.bias")!.grad!);
            Close(i, "bank_s", module.get_buffer("memory_s")!);
            Close(i, "bank_t", module.get_buffer("memory_t")!);
            Close(i, "z", module.get_buffer("log_z")!.to(ScalarType.Float64).exp());
        }

        void Close(int step, string name, Tensor actual)
        {
            JsonElement element = expected[step].GetProperty(name);
            double[] wanted = element.ValueKind == JsonValueKind.Number ? [element.GetDouble()] : [.. element.EnumerateArray().Select(static one => one.GetDouble())];
            double[] given = Numbers(actual);
            Assert.Equal(wanted.Length, given.Length);
            double largest = wanted.Max(Math.Abs), difference = wanted.Zip(given, static (one, other) => Math.Abs(one - other)).Max();
            Assert.True(difference <= tolerance * largest, $"step {step + 1}, {name}: {difference:G3} apart, where the largest is {largest:G3}");
        }
    }

    public static double[] Numbers(Tensor tensor)
    {
        using Tensor local = tensor.detach().to(ScalarType.Float64).cpu().contiguous();
        return local.data<double>().ToArray();
    }

    private static string Json(Tensor tensor)
    {
        using Tensor local = tensor.detach();
        long[] shape = local.shape;
        string[] numbers = [.. Numbers(local).Select(number => JsonSerializer.Serialize(number))];
        return shape.Length == 1
            ? $"[{string.Join(", ", numbers)}]"
            : $"[{string.Join(", ", numbers.Chunk((int)shape[1]).Select(static row => $"[{string.Join(", ", row)}]"))}]";
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
