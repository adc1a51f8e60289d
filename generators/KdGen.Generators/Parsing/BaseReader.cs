using System.Linq;
using System.Threading;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>What a class's base class lets be added to it.</summary>
internal static class BaseReader
{
    /// <summary>Of a model, stage or block. A member of a family has its template.</summary>
    public static BaseClass OfModule(INamedTypeSymbol type, CancellationToken token)
    {
        if (type.BaseType is { SpecialType: SpecialType.System_Object })
        {
            return type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(token) is ClassDeclarationSyntax { BaseList: { } list } && list.Types.Any(IsObject)) ? BaseClass.Other : BaseClass.None;
        }

        // An analyzer meets the generated part, which says a base class only where the user's does not.
        if (type.BaseType is not { } basis
            || type.DeclaringSyntaxReferences.Any(part => MemberReader.IsGenerated(part) && part.GetSyntax(token) is ClassDeclarationSyntax { BaseList: not null })
            || basis.TypeKind == TypeKind.Error
            || type.DeclaringSyntaxReferences.IsEmpty
            || (Language.FirstOf(type, [Word.FamilyArgs]) is not null && DeclarationParser.IsModel(basis)))
        {
            return BaseClass.None;
        }

        BaseClass kind = BaseClass.Other;
        for (INamedTypeSymbol? ancestor = basis; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { MetadataName: "KeyedModule", ContainingNamespace: { Name: "Modules", ContainingNamespace: { Name: "KdGen", ContainingNamespace.IsGlobalNamespace: true } } })
            {
                kind = BaseClass.Keyed;
                break;
            }

            if (ancestor is { MetadataName: "Module`2", ContainingType: { Name: "nn", ContainingType.Name: "torch" } } && ancestor.TypeArguments.All(static type => type.Name == "Tensor"))
            {
                kind = BaseClass.Module;
                break;
            }
        }

        return DeclarationParser.IsModel(basis) || !basis.InstanceConstructors.Any(TakesName) ? BaseClass.Other : kind;
    }

    /// <summary>Of a recipe: any class that is made without arguments. One that is a model too has an error of its own.</summary>
    public static BaseClass OfRecipe(INamedTypeSymbol type) =>
        type.BaseType is not { SpecialType: not SpecialType.System_Object } basis
        || basis.TypeKind == TypeKind.Error
        || DeclarationParser.IsModel(type)
        || basis.InstanceConstructors.Any(static constructor => IsAccessible(constructor) && constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams))
            ? BaseClass.None
            : BaseClass.Other;

    // "class Net : object" says what every class is, but a second part may then say nothing else.
    private static bool IsObject(BaseTypeSyntax basis) => basis.Type.ToString() is "object" or "Object" or "System.Object" or "global::System.Object";

    private static bool TakesName(IMethodSymbol constructor) =>
        IsAccessible(constructor)
        && constructor.Parameters.FirstOrDefault() is { Type.SpecialType: SpecialType.System_String, RefKind: RefKind.None }
        && constructor.Parameters.Skip(1).All(static parameter => parameter.IsOptional || parameter.IsParams);

    private static bool IsAccessible(IMethodSymbol constructor) => constructor.DeclaredAccessibility is not (Accessibility.Private or Accessibility.NotApplicable);
}
