using KdGen.Benchmarks;

var suites = new Dictionary<string, Func<IEnumerable<Measurement>>>
{
    ["provider"] = ProviderSuite.Run,
    ["step"] = StepSuite.Run,
};

if (args.Length == 0 || !suites.TryGetValue(args[0], out Func<IEnumerable<Measurement>>? suite) || (args.Length > 1 && (args[1] != "--json" || args.Length != 3)))
{
    Console.Error.WriteLine($"usage: KdGen.Benchmarks {string.Join('|', suites.Keys)} [--json FILE]");
    return 2;
}

try
{
    Report.Print(args[0], [.. suite()], args.Length == 3 ? args[2] : null);
    return 0;
}
catch (PeerException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}
