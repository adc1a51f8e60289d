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
            outer.Insert(0, new OuterType(KeywordOf(around), around.Arity == 0 && around.Name.Length > 0 ? around.Name : around.ToDisplayString(NameAndParameters)));
        }

        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Plain);
        return new TypeName(space, new EquatableArray<OuterType>(outer), type.Name);
    }

    /// <summary>"global::A.B", as generated code refers to the class; a model's signature goes by the same name.</summary>
    public static string ReferenceTo(ITypeSymbol type) => type is INamedTypeSymbol named && IsDefinition(named) ? NameOf(named).GlobalName : type.ToDisplayString(Reference);

    /// <summary>Whether it is the class as it is declared, not one with other types in place of its type parameters. Symbols with nullable annotations are no definitions to Roslyn.</summary>
    public static bool IsDefinition(INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition);

    /// <param name="type">The class.</param>
    /// <param name="isRecipe">It is a recipe rather than a module.</param>
    /// <param name="token">Cancels the reading of syntax.</param>
    public static ClassForm FormOf(INamedTypeSymbol type, bool isRecipe, CancellationToken token)
    {
        INamedTypeSymbol? closed = type;
        while (closed is not null && IsPartial(closed, token))
        {
            closed = closed.ContainingType;
        }

        BaseClass basis = isRecipe ? BaseReader.OfRecipe(type) : BaseReader.OfModule(type, token);
        return new ClassForm(closed is null, closed?.Name, type.IsStatic, type.Arity > 0, type.IsAbstract, type.IsRecord, IsFileLocal(type))
        {
            Base = basis,
            BaseName = basis == BaseClass.None ? null : type.BaseType?.Name,
            TakesForward = !isRecipe && (type.Name == "forward" || type.GetMembers("forward").Any(static member => member is not IMethodSymbol method || (!method.IsOverride && method.Parameters.Length == 1 && method.Parameters[0].Type.Name == "Tensor"))),
        };
    }

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
