namespace KdGen.Benchmarks;

/// <summary>One thing measured on both sides in the same run, the rounds of the two in turn.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">Microseconds of each of our rounds.</param>
/// <param name="Peers">Microseconds of each of the peer's rounds.</param>
internal sealed record Measurement(string Name, double[] Ours, double[] Peers)
{
    /// <summary>Median of our rounds over the median of the peer's: below 1 is faster than the peer.</summary>
    public double Ratio => Median(Ours) / Median(Peers);

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Measures <paramref name="ours"/> and the peer in turn after one round of each that is not counted.</summary>
    /// <param name="ours">Runs <paramref name="repeats"/> times.</param>
    public static Measurement InTurn(string name, Peer peer, int rounds, int repeats, Action<int> ours)
    {
        var our = new double[rounds];
        var theirs = new double[rounds];
        for (int round = -1; round < rounds; round++)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            ours(repeats);
            double microseconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
            double peerMicroseconds = peer.Measure(name, repeats);
            if (round >= 0)
            {
                (our[round], theirs[round]) = (microseconds, peerMicroseconds);
            }
        }

        return new Measurement(name, our, theirs);
    }
}
