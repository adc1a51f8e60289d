using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace KdGen.Generators.Tests.Harness;

/// <summary>
/// Texts beside the test by Verify's convention: Class.Method#File.verified.cs holds what is right, a difference leaves
/// Class.Method#File.received.cs, and KDGEN_ACCEPT=1 takes the new text over.
/// </summary>
internal static class Snapshot
{
    public static void Verify(ImmutableSortedDictionary<string, string> files, [CallerFilePath] string test = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(test)!, $"{Path.GetFileNameWithoutExtension(test)}.{method}#");
        bool accept = Environment.GetEnvironmentVariable("KDGEN_ACCEPT") == "1";
        List<string> differences = [];
        HashSet<string> expected = [];
        foreach ((string file, string text) in files)
        {
            string name = stem + Path.ChangeExtension(file, null);
            string verified = name + ".verified.cs";
            string received = name + ".received.cs";
            expected.Add(verified);
            File.Delete(received);
            if (accept)
            {
                File.WriteAllText(verified, text);
            }
            else if (!File.Exists(verified) || File.ReadAllText(verified) != text)
            {
                File.WriteAllText(received, text);
                differences.Add($"{Path.GetFileName(received)} differs from its .verified.cs");
            }
        }

        string[] stale = [.. Directory.EnumerateFiles(Path.GetDirectoryName(test)!, Path.GetFileName(stem) + "*.verified.cs").Where(file => !expected.Contains(file))];
        if (accept)
        {
            Array.ForEach(stale, File.Delete);
        }
        else
        {
            differences.AddRange(stale.Select(file => $"{Path.GetFileName(file)} is not generated any more"));
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences) + "\naccept with KDGEN_ACCEPT=1");
    }
}
