using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Passes;

/// <summary>The names of a recipe's terms in code: the loss, the student's head that it reads, a number where that is there already: "ce", "klDist", "hint2".</summary>
internal static class TermNames
{
    public static EquatableArray<LossTerm> Name(IEnumerable<LossTerm> terms)
    {
        HashSet<string> used = [];
        List<LossTerm> named = [];
        foreach (LossTerm term in terms)
        {
            string name = Small(term.Own is { } own ? Taps.NameOf(own.Method) : LossCatalog.Of(term).Name) + term.StudentHead?.Name;
            string free = name;
            for (int i = 2; !used.Add(free); i++)
            {
                free = name + Literal.Of(i);
            }

            named.Add(term with { Name = free });
        }

        return named.ToEquatableArray();
    }

    /// <summary>"kl" of KL, "reverseKL" of ReverseKL: of several capitals at the start the last one begins the next word.</summary>
    public static string Small(string name)
    {
        int capitals = name.TakeWhile(char.IsUpper).Count();
        int small = capitals == name.Length || capitals <= 1 ? capitals : capitals - 1;
        return name.Substring(0, small).ToLowerInvariant() + name.Substring(small);
    }
}
