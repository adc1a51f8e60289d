using System.Collections.Generic;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>A class as a value: where it stands and whether code can be added to it.</summary>
internal static class TypeReader
{
    private static readonly SymbolDisplayFormat Reference = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat Plain = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static readonly SymbolDisplayFormat NameAndParameters = new(genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    public static TypeName NameOf(INamedTypeSymbol type)
    {
        List<OuterType> outer = [];
        for (INamedTypeSymbol? around = type.ContainingType; around is not null; around = around.ContainingType)
        {
            outer.Insert(0, new OuterType(KeywordOf(around), around.ToDisplayString(NameAndParameters)));
        }

        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Plain);
        return new TypeName(space, new EquatableArray<OuterType>(outer), type.Name);
    }

    /// <summary>"global::A.B", as generated code refers to the class; a model's signature goes by the same name.</summary>
    public static string ReferenceTo(ITypeSymbol type) => type is INamedTypeSymbol named && IsDefinition(named) ? NameOf(named).GlobalName : type.ToDisplayString(Reference);

    /// <summary>Whether it is the class as it is declared, not one with other types in place of its type parameters. Symbols with nullable annotations are no definitions to Roslyn.</summary>
    public static bool IsDefinition(INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition);

    public static ClassForm FormOf(INamedTypeSymbol type, CancellationToken token)
    {
        INamedTypeSymbol? closed = type;
        while (closed is not null && IsPartial(closed, token))
        {
            closed = closed.ContainingType;
        }

        return new ClassForm(closed is null, closed?.Name, type.IsStatic, type.Arity > 0, type.IsAbstract, type.IsRecord, IsFileLocal(type));
    }

    /// <summary>Whether every member of <paramref name="user"/> that others see can name <paramref name="used"/>.</summary>
    public static bool IsVisible(INamedTypeSymbol used, INamedTypeSymbol user) => IsPublic(used) || !IsPublic(user);

    /// <summary>Who can name the class.</summary>
    public static Visibility VisibilityOf(INamedTypeSymbol type)
    {
        Visibility around = type.ContainingType is { } outer ? VisibilityOf(outer) : Visibility.Public;
        Visibility own = type.DeclaredAccessibility switch
        {
            Accessibility.Public => Visibility.Public,
            Accessibility.Internal or Accessibility.ProtectedOrInternal => Visibility.Internal,
            _ => Visibility.Private,
        };
        return own > around ? own : around;
    }

    private static bool IsPublic(INamedTypeSymbol? type) => type is null || (type.DeclaredAccessibility == Accessibility.Public && IsPublic(type.ContainingType));

    private static bool IsFileLocal(INamedTypeSymbol? type) => type is not null && (type.IsFileLocal || IsFileLocal(type.ContainingType));

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken token) => type.DeclaringSyntaxReferences.All(
        reference => reference.GetSyntax(token) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string KeywordOf(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };
}
