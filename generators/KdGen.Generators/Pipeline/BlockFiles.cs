using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;

namespace KdGen.Generators.Pipeline;

/// <summary>The blocks of one model, as they are written.</summary>
internal sealed record BlockFiles(EquatableArray<BlockFile> Files)
{
    /// <summary>Each block for itself; a defect met on the way to them becomes a file of its own, named after the model.</summary>
    public static IEnumerable<Attempt<string>> Of(Attempt<BlockFiles> blocks) => blocks.Value is { } files
        ? files.Files.Select(static file => new Attempt<string>(HintNames.Of(file.Type), file.Text, null))
        : [new Attempt<string>(blocks.Name + ".Blocks", null, blocks.Failure)];
}
