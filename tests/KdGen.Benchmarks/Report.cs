using System.Globalization;
using System.Text.Json;

namespace KdGen.Benchmarks;

/// <summary>Prints measurements as ratios to the peer; an absolute time says little on a shared machine.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions options = new() { WriteIndented = true };

    public static void Print(string suite, IReadOnlyList<Measurement> measurements, string? json)
    {
        Console.WriteLine($"{suite}: median of the rounds, microseconds; ratio below 1 = faster than the peer");
        Console.WriteLine($"{"",-34}{"KdGen",12}{"peer",12}{"ratio",9}{"ratio, min..max",19}");
        foreach (Measurement m in measurements)
        {
            double[] ratios = [.. m.Ours.Zip(m.Peers, (ours, peer) => ours / peer)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{m.Name,-34}{Measurement.Median(m.Ours),12:F2}{Measurement.Median(m.Peers),12:F2}{m.Ratio,9:F2}{ratios.Min(),11:F2}..{ratios.Max():F2}"));
        }

        Write(json, new { suite, unit = "microseconds", measurements });
    }

    /// <summary>Writes what was measured to a file; nothing where no file is wanted.</summary>
    public static void Write(string? json, object measured)
    {
        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(measured, options));
        }
    }
}
