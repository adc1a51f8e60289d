namespace Samples;

/// <summary>Shares of a whole as tables show them.</summary>
internal static class Percent
{
    /// <summary>Mean and deviation of several trainings, "61.20 ± 0.45"; of one "61.20".</summary>
    /// <param name="shares">From 0 to 1; at least one.</param>
    public static string Of(IReadOnlyList<double> shares)
    {
        double mean = shares.Average();
        return shares.Count == 1 ? $"{100 * mean:F2}" : $"{100 * mean:F2} ± {100 * Math.Sqrt(shares.Sum(share => (share - mean) * (share - mean)) / (shares.Count - 1)):F2}";
    }
}
