using System;
using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Passes;

/// <summary>What a name that is not there was likely meant to be.</summary>
internal static class LikelyName
{
    /// <summary>The nearest of the names that are there: one slip away, two for long ones, whatever the case. Null where none is, or where several are as near.</summary>
    /// <param name="written">What is written; of "Net.Stage3" the last part.</param>
    /// <param name="known">The names that are there.</param>
    public static string? Of(string written, IEnumerable<string> known)
    {
        string name = written.Substring(written.LastIndexOf('.') + 1);
        IGrouping<int, string>? nearest = known.Distinct().GroupBy(other => Slips(name.ToLowerInvariant(), other.ToLowerInvariant())).OrderBy(static group => group.Key).FirstOrDefault();
        return nearest is not null && nearest.Key <= (name.Length < 3 ? 0 : name.Length < 6 ? 1 : 2) && nearest.Count() == 1 ? nearest.First() : null;
    }

    /// <summary>Letters left out, put in, exchanged or swapped with the next.</summary>
    private static int Slips(string left, string right)
    {
        int[,] slips = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }

                int exchanged = slips[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                slips[i, j] = Math.Min(exchanged, 1 + Math.Min(slips[i - 1, j], slips[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[left.Length, right.Length];
    }
}
