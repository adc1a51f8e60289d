using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Parsing;

/// <summary>The classes whose attributes a declaration was read from, those that were looked at in vain among them.</summary>
internal sealed class ReadTypes
{
    private readonly HashSet<INamedTypeSymbol> types = new(SymbolEqualityComparer.Default);

    /// <summary>Counts a class, and all around and in it.</summary>
    public void Add(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        while (type.ContainingType is { } outer)
        {
            type = outer;
        }

        types.Add(type);
    }

    /// <summary>The paths of the files in which they stand, and of <paramref name="home"/>.</summary>
    public ImmutableHashSet<string> Files(SyntaxTree home)
    {
        ImmutableHashSet<string>.Builder files = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        files.Add(home.FilePath);
        foreach (INamedTypeSymbol type in types)
        {
            AddParts(type);
        }

        return files.ToImmutable();

        void AddParts(INamedTypeSymbol type)
        {
            foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
            {
                files.Add(part.SyntaxTree.FilePath);
            }

            foreach (INamedTypeSymbol nested in type.GetTypeMembers())
            {
                AddParts(nested);
            }
        }
    }
}
