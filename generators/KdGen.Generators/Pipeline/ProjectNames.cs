using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Pipeline;

/// <summary>The names of all files of a project. Each file is looked through once, however many compilations it is in.</summary>
internal sealed class ProjectNames
{
    private readonly ConditionalWeakTable<SyntaxTree, FileNames> files = new();

    /// <summary>The classes of each file that may be models or recipes, by the file's index in <paramref name="trees"/>: every class with a mark is among these, and some without.</summary>
    public IEnumerable<(int File, ImmutableArray<ClassDeclarationSyntax> Classes)> Candidates(ImmutableArray<SyntaxTree> trees, CancellationToken token)
    {
        HashSet<string> everywhere = [.. trees.SelectMany(tree => Of(tree, token).GlobalAliases)];
        for (int i = 0; i < trees.Length; i++)
        {
            FileNames names = Of(trees[i], token);
            ImmutableArray<ClassDeclarationSyntax>.Builder? found = null;
            foreach ((ClassDeclarationSyntax type, ImmutableArray<string> attributes) in names.Classes)
            {
                if (attributes.Any(name => Language.Marks.Contains(name) || names.Aliases.Contains(name) || everywhere.Contains(name)))
                {
                    (found ??= ImmutableArray.CreateBuilder<ClassDeclarationSyntax>()).Add(type);
                }
            }

            if (found is not null)
            {
                yield return (i, found.ToImmutable());
            }
        }
    }

    /// <summary>Whether what changed in one file can bear on attributes or constants elsewhere.</summary>
    public bool AreMentioned(ChangedNames changed, SyntaxTree old, SyntaxTree changedTree, ImmutableArray<SyntaxTree> trees, CancellationToken token)
    {
        if (changed.IsEmpty)
        {
            return false;
        }

        if (changed.AreIn(Of(old, token)))
        {
            return true;
        }

        foreach (SyntaxTree tree in trees)
        {
            // Another part of the same type, or another type that its name may mean now.
            if (changed.AreIn(Of(tree, token)) || (!ReferenceEquals(tree, changedTree) && changed.Types.Any(Of(tree, token).Declares)))
            {
                return true;
            }
        }

        return false;
    }

    private FileNames Of(SyntaxTree tree, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        return files.GetValue(tree, static tree => new FileNames((CompilationUnitSyntax)tree.GetRoot()));
    }
}
