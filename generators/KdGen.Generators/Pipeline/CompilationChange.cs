using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Pipeline;

/// <summary>What a declaration's meaning can depend on: in principle the whole compilation.</summary>
internal sealed record CompilationState(ImmutableArray<SyntaxTree> Trees, ImmutableArray<MetadataReference> References, CSharpCompilationOptions Options, string? Name)
{
    public static CompilationState Of(CSharpCompilation compilation) => new(compilation.SyntaxTrees, compilation.ExternalReferences, compilation.Options, compilation.AssemblyName);

    /// <summary>All but the texts of the files is the same.</summary>
    public bool IsLike(CompilationState other) =>
        Trees.Length == other.Trees.Length
        && Name == other.Name
        && (References == other.References || References.SequenceEqual(other.References))
        && (ReferenceEquals(Options, other.Options) || Options.Equals(other.Options));
}

/// <summary>How two compilations differ, as far as declarations can tell.</summary>
/// <param name="After">The later one.</param>
/// <param name="IsEverything">In some way that may change the meaning of any attribute: a name or constant that is in use, a reference, an option.</param>
/// <param name="Files">Else the paths of the files that differ in more than the bodies of methods, or in more than comments where bodies were read. That reaches those who read in these very files.</param>
internal sealed record CompilationChange(CompilationState After, bool IsEverything, ImmutableArray<string> Files)
{
    /// <summary>No declaration can tell.</summary>
    public bool IsNone => !IsEverything && Files.IsEmpty;

    public static CompilationChange Between(CompilationState? before, CSharpCompilation compilation, ProjectNames names, ReadMethods methods, CancellationToken token)
    {
        CompilationState after = CompilationState.Of(compilation);
        CompilationChange everything = new(after, true, []);
        if (before?.IsLike(after) != true)
        {
            return everything;
        }

        ImmutableArray<string> files = [];
        for (int i = 0; i < after.Trees.Length; i++)
        {
            SyntaxTree old = before.Trees[i];
            SyntaxTree tree = after.Trees[i];
            if (ReferenceEquals(old, tree))
            {
                continue;
            }

            if (old.FilePath != tree.FilePath || !old.Options.Equals(tree.Options))
            {
                return everything;
            }

            // Roslyn's own question for whether an edit can be seen from other files: constants, enums and attributes are compared, bodies and comments are not.
            if (SyntaxFactory.AreEquivalent(old, tree, topLevel: true))
            {
                if (methods.Files.Contains(tree.FilePath) && !SyntaxFactory.AreEquivalent(old, tree, topLevel: false))
                {
                    files = files.Add(tree.FilePath);
                }

                continue;
            }

            if (ChangedNames.Between((CompilationUnitSyntax)old.GetRoot(token), (CompilationUnitSyntax)tree.GetRoot(token)) is not { } changed
                || changed.AreAmong(methods.Names)
                || names.AreMentioned(changed, old, tree, after.Trees, token))
            {
                return everything;
            }

            files = files.Add(tree.FilePath);
        }

        return new CompilationChange(after, false, files);
    }

    /// <summary>Whether it may change what was read from these files.</summary>
    public bool Reaches(ImmutableHashSet<string> sources) => IsEverything || Files.Any(sources.Contains);
}
