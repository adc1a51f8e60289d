using System;
using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, BlockUse> first = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> reporters = new(StringComparer.Ordinal);

    /// <summary>The first block of a model that another model uses on inputs of another kind; none or one.</summary>
    public IEnumerable<Problem> Conflicts(ShapedModule module)
    {
        if (module.HasErrors || module.Body is not { } body || module.Module.Declaration.Blocks.Count == 0)
        {
            return [];
        }

        string model = module.Module.Type.GlobalName;
        return BlockRanks.Uses(body)
            .Select(use => (Own: use, Other: first.GetOrAdd(use.Block, use)))
            .Where(uses => uses.Own.Code != uses.Other.Code && reporters.GetOrAdd(uses.Own.Block, model) == model)
            .Select(static uses => BlockRanks.Differ(uses.Other, uses.Own))
            .ToList()
            .Take(1);
    }
}
