using System.Collections.Generic;
using System.Globalization;

namespace KdGen.Compiler.Losses;

/// <summary>Names for values, each given once.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> used = [.. taken];

    /// <summary>The last number behind a name: all below it are taken for good, so that hundreds of values of one kind do not try all of them again.</summary>
    private readonly Dictionary<string, int> numbers = [];

    public bool IsTaken(string name) => used.Contains(name);

    /// <summary>The name, or if it is taken the first free one with a number.</summary>
    public string Free(string name)
    {
        if (used.Add(name))
        {
            return name;
        }

        int number = numbers.TryGetValue(name, out int last) ? last : 1;
        string free;
        do
        {
            number++;
            free = name + number.ToString(CultureInfo.InvariantCulture);
        }
        while (!used.Add(free));
        numbers[name] = number;
        return free;
    }
}
