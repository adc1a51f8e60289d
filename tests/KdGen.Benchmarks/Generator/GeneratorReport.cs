using System.Globalization;
using System.Text.Json;

namespace KdGen.Benchmarks.Generator;

/// <summary>Prints what the generator costs beside its budgets. The difference to an empty generator and the ratio are what counts: the machine is in both.</summary>
internal static class GeneratorReport
{
    public static void Print(IEnumerable<Comparison> comparisons, string? json)
    {
        Console.WriteLine($"{"",-44}{"KdGen",19}{"empty generator",19}{"over empty",17}{"ratio",8}  budget");
        Console.WriteLine($"{"",-44}{"p50",10}{"p95",9}{"p50",10}{"p95",9}{"p50",9}{"p95",8}{"p50",8}");
        List<Comparison> all = [];
        foreach (Comparison one in comparisons)
        {
            all.Add(one);
            string empty = one.Empty.Length == 0
                ? new string(' ', 44)
                : Text($"{Comparison.Quantile(one.Empty, 0.5),10:F2}{Comparison.Quantile(one.Empty, 0.95),9:F2}{one.Increment(0.5),9:F2}{one.Increment(0.95),8:F2}{one.Median / Comparison.Quantile(one.Empty, 0.5),8:F2}");
            Console.WriteLine(Text($"{one.Name + ", " + one.Unit,-44}{one.Median,10:F2}{Comparison.Quantile(one.Ours, 0.95),9:F2}") + empty + "  " + one.Budget);
        }

        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(new { suite = "generator", comparisons = all }, new JsonSerializerOptions { WriteIndented = true }));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
