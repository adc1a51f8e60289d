using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Parsing;

/// <summary>
/// The [Arg] constants that the attributes of a class can name: its own and those of the classes around it, up to the model or block that is read.
/// Names are looked up on symbols, as C# does it, so that no attribute has to be bound a second time.
/// </summary>
/// <param name="type">The class.</param>
/// <param name="around">The scope of the class around it; null for the model or block itself, beyond which an [Arg] is a constant like any other.</param>
internal sealed class ArgScope(INamedTypeSymbol type, ArgScope? around)
{
    // While a name is being typed it is empty.
    private readonly ImmutableArray<IFieldSymbol> own = [.. type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.Name.Length > 0 && Language.IsArg(field) && DefaultOf(field) is not null)];

    /// <summary>The class's own [Arg] constants in source order.</summary>
    public EquatableArray<ArgDecl> Declarations => own.Select(static constant => DefaultOf(constant)!).ToEquatableArray();

    /// <summary>No attribute of the class can name one.</summary>
    public bool IsEmpty => own.IsEmpty && around is not { IsEmpty: false };

    /// <summary>The compilation that the class is written in, for what symbols alone do not tell; null for a class from metadata.</summary>
    public Compilation? Compilation => (type.ContainingAssembly as ISourceAssemblySymbol)?.Compilation;

    /// <summary>Whether one is called <paramref name="name"/>, shadowed or not: the cheap question before all others.</summary>
    public bool Knows(string name) => own.Any(field => field.Name == name) || around?.Knows(name) == true;

    /// <summary>Whether <paramref name="field"/> is one.</summary>
    public bool Holds(IFieldSymbol field) => own.Contains(field, SymbolEqualityComparer.Default) || around?.Holds(field) == true;

    /// <summary>What a simple name means in an attribute of the class, as far as the classes around know it; null when they do not.</summary>
    public ISymbol? Find(string name)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            for (INamedTypeSymbol? owner = outer; owner is not null; owner = owner.BaseType)
            {
                bool isInherited = !ReferenceEquals(owner, outer);
                if (owner.GetMembers(name).FirstOrDefault(member => !isInherited || member.DeclaredAccessibility != Accessibility.Private) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>The constant behind "BasicBlock.C" in BasicBlock itself; null for any other class's.</summary>
    public IFieldSymbol? FindQualified(string owner, string name) =>
        type.Name == owner && own.FirstOrDefault(field => field.Name == name) is { } field ? field : around?.FindQualified(owner, name);

    /// <summary>The type of the constant that <paramref name="name"/> stands for; null when there is none.</summary>
    public string? TypeOf(string name) => own.FirstOrDefault(field => field.Name == name) is { } field ? DefaultOf(field)!.Type : around?.TypeOf(name);

    private static ArgDecl? DefaultOf(IFieldSymbol field) => !field.HasConstantValue ? null : field.ConstantValue switch
    {
        int value => new ArgDecl(field.Name, "int", new Constant.Integer(value)),
        double value => new ArgDecl(field.Name, "double", new Constant.Real(value)),
        float value => new ArgDecl(field.Name, "double", new Constant.Real(value)),
        bool value => new ArgDecl(field.Name, "bool", new Constant.Bool(value)),
        _ => null,
    };
}
