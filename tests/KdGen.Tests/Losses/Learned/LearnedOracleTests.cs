using System.Runtime.CompilerServices;
using System.Text.Json;
using KdGen.Tests.Data;
using KdGen.Tests.Oracle;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

/// <summary>The learned losses against the same written from the papers in PyTorch (learned.py), with our weights, in double precision.</summary>
public sealed class LearnedOracleTests
{
    private const double Tolerance = 1e-11;

    private static readonly Lazy<OracleNumbers> oracle = new(Run);

    public static TheoryData<string> Names => [.. LearnedCase.All.Keys];

    [OracleTheory]
    [MemberData(nameof(Names))]
    public void Result_AndEveryGradient_AreThoseOfPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var run = LearnedCase.All[name].Start();

        var result = run.Result();
        LearnedRun.Backward(result);

        oracle.Value.AssertClose($"{name}/result", result, Tolerance);
        Dictionary<string, Tensor?> gradients = [];
        foreach (var (i, student) in run.Students.Index()) gradients.Add($"student.{i}", student.grad);
        foreach (var (key, parameter) in run.Module.named_parameters()) gradients.Add($"weights.{key}", parameter.grad);
        Assert.Equal(Shown($"{name}/gradient/"), gradients.Where(static one => one.Value is not null).Select(static one => one.Key).Order(StringComparer.Ordinal));
        foreach (var (key, gradient) in gradients.Where(static one => one.Value is not null)) oracle.Value.AssertClose($"{name}/gradient/{key}", gradient, Tolerance);
        Assert.All(run.Teachers, static teacher => Assert.Null(teacher.grad));
    }

    [OracleTheory]
    [MemberData(nameof(Names))]
    public void State_Afterwards_IsThatOfPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var run = LearnedCase.All[name].Start();

        run.Result();

        foreach (var (key, value) in run.Module.state_dict())
            oracle.Value.AssertClose($"{name}/after/{key}", value, Tolerance);
    }

    [OracleTheory]
    [MemberData(nameof(Names))]
    public void FreshWeights_AreThoseOfPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(LearnedCase.All[name].Seed);
        using var module = LearnedCase.All[name].Make();

        Assert.Equal(Shown($"{name}/fresh/"), module.state_dict().Keys.Order(StringComparer.Ordinal));
        foreach (var (key, value) in module.state_dict()) oracle.Value.AssertClose($"{name}/fresh/{key}", value, 1e-7);
    }

    private static IEnumerable<string> Shown(string prefix)
        => oracle.Value.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]).Order(StringComparer.Ordinal);

    private static OracleNumbers Run()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        foreach (var one in LearnedCase.All.Values)
        {
            using var run = one.Start();
            Safetensors.Write(folder[one.Name], run.Tensors());
        }
        var cases = JsonSerializer.Serialize(LearnedCase.All.Values.Select(static one => new { one.Name, one.Kind, one.Args, one.Training, one.Seed }));
        return new OracleNumbers(
            $"""
            import json
            sys.dont_write_bytecode = True
            sys.path.insert(0, r'''{Path.GetDirectoryName(ThisFile())}''')
            import learned
            learned.run(r'''{folder.Path}''', json.loads(r'''{cases}'''), show)
            """);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
