using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>The classes whose attributes a declaration was read from, those that were looked at in vain among them, and the methods whose bodies.</summary>
internal sealed class ReadTypes
{
    private readonly HashSet<INamedTypeSymbol> types = new(SymbolEqualityComparer.Default);
    private readonly HashSet<MethodDeclarationSyntax> bodies = [];
    private readonly HashSet<MethodDeclarationSyntax> signatures = [];

    /// <summary>The files of the methods whose bodies were read.</summary>
    public ImmutableHashSet<string> BodyFiles => [.. bodies.Select(static method => method.SyntaxTree.FilePath)];

    /// <summary>The names in these methods, and in the signatures that were read: what is declared under one of them may change what they mean.</summary>
    public ImmutableHashSet<string> MethodNames => signatures
        .SelectMany(static method => method.AttributeLists.Cast<SyntaxNode>().Concat([method.ReturnType, method.ParameterList]))
        .Concat(bodies)
        .SelectMany(static node => node.DescendantTokens())
        .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
        .Select(static token => token.ValueText)
        .ToImmutableHashSet();

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

    /// <summary>Counts a method but for its body.</summary>
    public void AddSignature(IMethodSymbol method) => signatures.UnionWith(method.DeclaringSyntaxReferences.Select(static part => part.GetSyntax()).OfType<MethodDeclarationSyntax>());

    /// <summary>Counts a method with its body.</summary>
    public void AddBody(MethodDeclarationSyntax method) => bodies.Add(method);

    /// <summary>The paths of the files in which they stand, and of <paramref name="home"/>.</summary>
    public ImmutableHashSet<string> Files(SyntaxTree home)
    {
        ImmutableHashSet<string>.Builder files = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        files.Add(home.FilePath);
        files.UnionWith(BodyFiles);
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
