namespace KdGen.Weights.Formats;

/// <summary>Guesses which of a file's keys was meant by one that the model has and the file lacks: the same shape, and the most similar name.</summary>
internal static class LikelyMatch
{
    // A guess in a message is not worth more time than this.
    private const int MaxCandidates = 300, MaxLength = 120;

    /// <summary>For each missing key the likely one, each given once; no entry where no shape agrees.</summary>
    public static Dictionary<string, string> Find(IReadOnlyList<(string Key, IReadOnlyList<long> Shape)> missing, IReadOnlyList<(string Key, IReadOnlyList<long> Shape)> unexpected)
    {
        var pairs =
            from m in missing
            from u in unexpected.Where(u => u.Shape.SequenceEqual(m.Shape)).Take(MaxCandidates)
            orderby LastComponent(m.Key) == LastComponent(u.Key) ? 0 : 1, Distance(Cut(m.Key), Cut(u.Key))
            select (Missing: m.Key, Unexpected: u.Key);
        var found = new Dictionary<string, string>();
        var used = new HashSet<string>();
        foreach ((string key, string candidate) in pairs)
        {
            if (!found.ContainsKey(key) && used.Add(candidate))
                found.Add(key, candidate);
        }
        return found;
    }

    private static string LastComponent(string key) => key[(key.LastIndexOf('.') + 1)..];

    private static string Cut(string key) => key.Length <= MaxLength ? key : key[^MaxLength..];

    /// <summary>How many characters must be added, dropped or changed (Levenshtein, 1966).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
