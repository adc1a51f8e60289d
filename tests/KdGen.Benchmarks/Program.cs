using KdGen.Benchmarks;
using KdGen.Benchmarks.Generator;
using KdGen.Benchmarks.Losses;
using KdGen.Benchmarks.Losses.Features;

var suites = new SortedDictionary<string, (string Help, Action<string?> Run)>(StringComparer.Ordinal)
{
    ["crd"] = ("the contrastive loss, with memory", static json => Report.Write(json, new { suite = "crd", unit = "milliseconds", measured = ContrastSuite.Run() })),
    ["features"] = ("the losses between features, with memory", static json => Report.Write(json, new { suite = "features", unit = "microseconds", measured = FeatureSuite.Run() })),
    ["generator"] = ("what the generator costs a build and an editor", static json => GeneratorReport.Print(GeneratorSuite.Run(), json)),
    ["logits"] = ("the losses of logits", static json => Report.Write(json, new { suite = "logits", unit = "microseconds", measured = LossSuite.Run() })),
    ["loss"] = ("logits, features and crd", Losses),
    ["provider"] = ("calls of single operators", static json => Report.Print("provider", [.. ProviderSuite.Run()], json)),
    ["robustness"] = ("what is typed, and whether the compiler stands it", Robustness),
    ["step"] = ("a training step", static json => Report.Print("step", [.. StepSuite.Run()], json)),
};

if (args.Length == 0 || !suites.TryGetValue(args[0], out (string Help, Action<string?> Run) suite) || (args.Length > 1 && (args[1] != "--json" || args.Length != 3)))
{
    Console.Error.WriteLine("usage: KdGen.Benchmarks SUITE [--json FILE]");
    foreach ((string name, (string help, _)) in suites)
    {
        Console.Error.WriteLine($"  {name,-12}{help}");
    }

    return 2;
}

try
{
    suite.Run(args.Length == 3 ? args[2] : null);
    return Environment.ExitCode;
}
catch (PeerException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}

static void Robustness(string? json)
{
    bool stands = RobustnessSuite.Run();
    Environment.ExitCode = stands ? 0 : 1;
    Report.Write(json, new { suite = "robustness", stands });
}

static void Losses(string? json)
{
    Report.Write(json, new { suite = "loss", unit = "microseconds", measured = LossSuite.Run(), features = FeatureSuite.Run(), crd = new { unit = "milliseconds", measured = ContrastSuite.Run() } });
}
