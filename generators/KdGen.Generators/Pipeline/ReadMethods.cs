using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using KdGen.Generators.Parsing;

namespace KdGen.Generators.Pipeline;

/// <summary>The methods that declarations were read from: losses that users write. Of all other methods no name matters but those of the members of partial classes.</summary>
/// <param name="Files">The paths of the files with the bodies that were read.</param>
/// <param name="Names">All names in what was read.</param>
internal sealed record ReadMethods(ImmutableHashSet<string> Files, ImmutableHashSet<string> Names)
{
    public static ReadMethods None { get; } = new([], []);

    public static ReadMethods Of(ReadTypes read) => read.MethodNames is { IsEmpty: false } names ? new(read.BodyFiles, names) : None;

    public static ReadMethods Together(IEnumerable<ReadMethods> all)
    {
        ReadMethods[] some = [.. all.Where(static methods => !methods.Names.IsEmpty)];
        return some.Length == 0 ? None : new([.. some.SelectMany(static methods => methods.Files)], [.. some.SelectMany(static methods => methods.Names)]);
    }
}
