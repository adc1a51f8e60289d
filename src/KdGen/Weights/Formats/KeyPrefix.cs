using System;
using System.Collections.Generic;
using System.Linq;

namespace KdGen.Weights.Formats;

// The compiler links this file too, so that build and run time agree: it keeps to what netstandard2.0 has.

/// <summary>Wrappers put a name before every key: DistributedDataParallel "module.", torch.compile "_orig_mod.", trainers "model." and others.</summary>
internal static class KeyPrefix
{
    private const int MaxLevels = 8;

    private const string BatchCount = "num_batches_tracked";

    /// <summary>Whether a file may lack the key: files from before PyTorch 0.4.1 do, and only BatchNorm without momentum reads the count.</summary>
    public static bool IsOptional(string key) => key == BatchCount || key.EndsWith("." + BatchCount, StringComparison.Ordinal);

    /// <summary>
    /// The leading components, dots included, that all of the file's keys share and without which they fit the model's best; empty where the
    /// keys fit as they are, or where nothing fits better.
    /// </summary>
    public static string Find(IReadOnlyCollection<string> modelKeys, IReadOnlyCollection<string> fileKeys)
    {
        var wanted = new HashSet<string>(modelKeys);
        string best = "", prefix = "";
        int fewest = Differences(wanted, fileKeys, 0);
        for (int level = 0; level < MaxLevels && fewest > 0 && Longer(fileKeys, prefix) is { } longer; level++)
        {
            prefix = longer;
            int differences = Differences(wanted, fileKeys, prefix.Length);
            if (differences < fewest)
                (fewest, best) = (differences, prefix);
        }
        return best;
    }

    /// <summary>The prefix with one component more, where all keys have that and something after it.</summary>
    private static string? Longer(IReadOnlyCollection<string> keys, string prefix)
    {
        if (keys.FirstOrDefault() is not { } first)
            return null;
        int dot = first.IndexOf('.', prefix.Length);
        if (dot < 0)
            return null;
        string longer = first.Substring(0, dot + 1);
        return keys.All(key => key.Length > longer.Length && key.StartsWith(longer, StringComparison.Ordinal)) ? longer : null;
    }

    private static int Differences(HashSet<string> wanted, IReadOnlyCollection<string> fileKeys, int prefixLength)
    {
        var given = new HashSet<string>(fileKeys.Select(key => key.Substring(prefixLength)));
        return wanted.Count(key => !given.Contains(key) && !IsOptional(key)) + given.Count(key => !wanted.Contains(key));
    }
}
