using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>Reads one model: its class, the stages in it, its family's template, and all blocks that these name directly or through each other.</summary>
/// <param name="home">The assembly that is compiled; classes of others have their code already.</param>
/// <param name="token">Cancels the reading.</param>
/// <param name="read">Gets the classes that are read; null when nobody asks.</param>
internal sealed class ModuleReader(IAssemblySymbol home, CancellationToken token, ReadTypes? read = null)
{
    private readonly Dictionary<string, INamedTypeSymbol> classes = new(StringComparer.Ordinal);
    private readonly Queue<INamedTypeSymbol> named = new();

    /// <summary>The classes that were read, but for the model itself, by the name that <see cref="NodeId.Owner"/> has for them.</summary>
    public IReadOnlyDictionary<string, INamedTypeSymbol> Classes => classes;

    /// <summary>The class as a model; null when nothing about it is of the language.</summary>
    public ModuleDecl? Model(INamedTypeSymbol type)
    {
        List<INamedTypeSymbol> units = [type];
        read?.Add(type);
        if (Unit(type, owner: null) is not { } model)
        {
            return null;
        }

        model = WithTemplate(model, type, units);
        return model with { Blocks = Blocks(units) };
    }

    /// <summary>A member of a family with its base class.</summary>
    private ModuleDecl WithTemplate(ModuleDecl member, INamedTypeSymbol type, List<INamedTypeSymbol> units)
    {
        if (member.FamilyArgs is null || type.BaseType?.OriginalDefinition is not { TypeKind: TypeKind.Class } basis)
        {
            return member;
        }

        read?.Add(basis);
        if (!DeclarationParser.IsModel(basis) || units.Contains(basis, SymbolEqualityComparer.Default))
        {
            return member;
        }

        units.Add(basis);
        return Unit(basis, TypeReader.ReferenceTo(basis)) is { } template ? member with { Template = WithTemplate(template, basis, units) } : member;
    }

    /// <summary>The classes outside the model that Repeat and Parallel name, in it and in each other.</summary>
    private EquatableArray<ModuleDecl> Blocks(List<INamedTypeSymbol> units)
    {
        Dictionary<INamedTypeSymbol, ModuleDecl> blocks = new(SymbolEqualityComparer.Default);
        HashSet<INamedTypeSymbol> seen = new(SymbolEqualityComparer.Default);
        while (named.Count > 0)
        {
            INamedTypeSymbol type = named.Dequeue().OriginalDefinition;
            read?.Add(type);
            if (type.TypeKind == TypeKind.Class
                && type.Name.Length > 0
                && seen.Add(type)
                && !IsInAny(type, unit => units.Contains(unit, SymbolEqualityComparer.Default))
                && !DeclarationParser.IsModel(type)
                && !IsInAny(type.ContainingType, IsOfTheLanguage)
                && Unit(type, TypeReader.ReferenceTo(type)) is { } block)
            {
                blocks.Add(type, block);
            }
        }

        // A block that stands in another one is written with it.
        return blocks
            .Where(block => !IsInAny(block.Key.ContainingType, blocks.ContainsKey))
            .Select(static block => block.Value)
            .OrderBy(static block => block.Type.GlobalName, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    private ModuleDecl? Unit(INamedTypeSymbol type, string? owner)
    {
        ModuleDecl declaration = Read(type, owner, around: null, out bool isOfTheLanguage);
        return isOfTheLanguage ? declaration : null;
    }

    /// <summary>A class and the stages in it.</summary>
    private ModuleDecl Read(INamedTypeSymbol type, string? owner, ArgScope? around, out bool isOfTheLanguage)
    {
        token.ThrowIfCancellationRequested();
        if (owner is not null)
        {
            classes[owner] = type;
        }

        ArgScope scope = new(type, around);
        ClassExpressions? foreign = type.DeclaringSyntaxReferences.IsEmpty ? ExpressionText.Read(Language.ExpressionsOf(type) ?? "") : null;
        AttributeDecl? input = null, output = null, key = null, shape = null, args = null;
        List<AttributeDecl> operators = [];
        ImmutableArray<(Word Word, AttributeData Attribute)> words = Language.AttributesOf(type);
        bool hasRole = words.Any(static word => word.Word is Word.Teacher or Word.Student);
        for (int i = 0; i < words.Length; i++)
        {
            switch (words[i].Word)
            {
                case Word.Input:
                    input ??= ReadAttribute(i);
                    break;
                case Word.Layer:
                    operators.Add(ReadAttribute(i));
                    if (operators[operators.Count - 1].Name is "Repeat" or "Parallel")
                    {
                        AttributeReader.TypeArgumentsOf(words[i].Attribute).OfType<INamedTypeSymbol>().ToList().ForEach(named.Enqueue);
                    }

                    break;
                case Word.Output:
                    output ??= ReadAttribute(i);
                    break;
                case Word.Key:
                    key ??= ReadAttribute(i);
                    break;
                case Word.Shape:
                    shape ??= ReadAttribute(i);
                    break;
                case Word.FamilyArgs:
                    args ??= ReadAttribute(i);
                    break;
            }
        }

        List<ModuleDecl> stages = [];
        foreach ((INamedTypeSymbol nested, int part) in StageOrder.Of(type, [.. type.GetTypeMembers().Where(IsStage)], token))
        {
            stages.Add(Read(nested, TypeReader.ReferenceTo(nested), scope, out _) with { Part = part });
        }

        bool isForeign = !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, home);
        bool hasForward = foreign is { HasForward: true } || type.GetMembers("Forward").Any(IsForward);
        isOfTheLanguage = hasRole || operators.Count > 0 || stages.Count > 0 || hasForward || (input ?? output ?? key ?? shape ?? args) is not null;
        return new ModuleDecl(TypeReader.NameOf(type), TypeReader.FormOf(type, isRecipe: false, token), input, operators.ToEquatableArray(), IsSplit(type, words))
        {
            Args = foreign is { Args.Count: > 0 } ? foreign.Args : scope.Declarations,
            Stages = stages.ToEquatableArray(),
            Output = output,
            Key = key,
            Shape = shape,
            HasForward = hasForward,
            HasRole = hasRole,
            Members = foreign is null ? MemberReader.Of(type, GeneratedMembers.MayBeOfModule, IsStage) : default,
            FamilyArgs = args,
            Visibility = TypeReader.VisibilityOf(type),
            IsForeign = isForeign,
            LacksCode = isForeign && type.BaseType is { SpecialType: SpecialType.System_Object },
        };

        AttributeDecl ReadAttribute(int index) => AttributeReader.Read(words[index].Attribute, new NodeId(index + 1, owner), scope.IsEmpty ? null : scope, foreign, token);
    }

    /// <summary>A nested class that is part of the one around it; a model or recipe that merely stands there is not.</summary>
    public static bool IsStage(INamedTypeSymbol type)
    {
        // While a name is being typed it is empty.
        if (type.TypeKind != TypeKind.Class || type.Name.Length == 0)
        {
            return false;
        }

        bool isPart = false;
        foreach ((Word word, _) in Language.AttributesOf(type))
        {
            switch (word)
            {
                case Word.Input or Word.Teacher or Word.Student or Word.FamilyArgs or Word.Distill or Word.Train:
                    return false;
                case Word.Layer or Word.Output or Word.Key or Word.Shape:
                    isPart = true;
                    break;
            }
        }

        return isPart || type.GetTypeMembers().Any(IsStage);
    }

    /// <summary>A class whose nested classes are stages of it, whatever else names them.</summary>
    private static bool IsOfTheLanguage(INamedTypeSymbol type) =>
        Language.AttributesOf(type).Any(static word => word.Word is Word.Layer or Word.Input or Word.Teacher or Word.Student or Word.FamilyArgs or Word.Output or Word.Key or Word.Shape)
        || type.GetMembers().OfType<IFieldSymbol>().Any(Language.IsArg);

    /// <summary>A method that the build calls in place of operators and stages.</summary>
    public static bool IsForward(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsOverride: false, Arity: 0, ReturnType.Name: "Tensor", Parameters.Length: 1 } method
        && method.Parameters[0] is { RefKind: RefKind.None, Type.Name: "Tensor" };

    private static bool IsInAny(INamedTypeSymbol? type, Func<INamedTypeSymbol, bool> isOne)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (isOne(type))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSplit(INamedTypeSymbol type, ImmutableArray<(Word Word, AttributeData Attribute)> words) =>
        type.DeclaringSyntaxReferences.Length > 1
        && words
            .Where(static word => word.Word == Word.Layer)
            .Select(word => word.Attribute.ApplicationSyntaxReference?.GetSyntax(token).FirstAncestorOrSelf<TypeDeclarationSyntax>())
            .Distinct()
            .Skip(1)
            .Any();
}
