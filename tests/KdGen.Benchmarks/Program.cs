using KdGen.Benchmarks;
using KdGen.Benchmarks.Generator;
using KdGen.Benchmarks.Losses;

var suites = new Dictionary<string, Action<string?>>
{
    ["generator"] = json => GeneratorReport.Print(GeneratorSuite.Run(), json),
    ["crd"] = static _ => ContrastSuite.Run(),
    ["loss"] = json => LossReport.Write(LossSuite.Run(), json),
    ["provider"] = json => Report.Print("provider", [.. ProviderSuite.Run()], json),
    ["step"] = json => Report.Print("step", [.. StepSuite.Run()], json),
};

if (args is ["robustness"])
{
    return RobustnessSuite.Run() ? 0 : 1;
}

if (args.Length == 0 || !suites.TryGetValue(args[0], out Action<string?>? suite) || (args.Length > 1 && (args[1] != "--json" || args.Length != 3)))
{
    Console.Error.WriteLine($"usage: KdGen.Benchmarks {string.Join('|', suites.Keys)} [--json FILE] | robustness");
    return 2;
}

try
{
    suite(args.Length == 3 ? args[2] : null);
    return 0;
}
catch (PeerException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}
