using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// What the models of a compilation make of the blocks that they share. A block is written once, so all have to make the same of it; a model sees that only beside another
/// one. Whoever is second says it, once for a block.
/// </summary>
internal sealed class BlockUses
{
    // One model at a time: of two that come at once one has to be first with all its blocks, or each would be second with some.
    private readonly object turn = new();
    private readonly Dictionary<string, BlockUse> first = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> reporters = new(StringComparer.Ordinal);

    /// <summary>The first block of a model that another model uses on inputs of another kind; none or one.</summary>
    public IEnumerable<Problem> Conflicts(ShapedModule module)
    {
        if (module.HasErrors || module.Body is not { } body || module.Module.Declaration.Blocks.Count == 0)
        {
            return [];
        }

        string model = module.Module.Type.GlobalName;
        List<BlockUse> uses = [.. BlockRanks.Uses(body)];
        lock (turn)
        {
            return uses
                .Select(use => (Own: use, Other: FirstOr(first, use.Block, use)))
                .Where(pair => pair.Own.Code != pair.Other.Code && FirstOr(reporters, pair.Own.Block, model) == model)
                .Select(static pair => BlockRanks.Differ(pair.Other, pair.Own))
                .ToList()
                .Take(1);
        }
    }

    /// <summary>What was there first; else <paramref name="value"/>, which is then.</summary>
    private static T FirstOr<T>(Dictionary<string, T> known, string key, T value)
    {
        if (!known.TryGetValue(key, out T? found))
        {
            known.Add(key, value);
            found = value;
        }

        return found;
    }
}
