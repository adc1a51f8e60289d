using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>The members that the user wrote in a class: an analyzer meets the generated ones beside them.</summary>
internal static class MemberReader
{
    private static readonly string Generator = typeof(KdGenerator).FullName!;

    /// <param name="type">The class.</param>
    /// <param name="mayBeGenerated">Whether a name could be in the way.</param>
    /// <param name="isPart">Whether a nested class is read as a part of it.</param>
    public static EquatableArray<MemberDecl> Of(INamedTypeSymbol type, Func<string, bool> mayBeGenerated, Func<INamedTypeSymbol, bool> isPart)
    {
        List<MemberDecl> members = [];
        foreach (ISymbol member in type.GetMembers())
        {
            if ((member is IMethodSymbol { MethodKind: MethodKind.Constructor } || mayBeGenerated(member.Name)) && !member.IsImplicitlyDeclared && KindOf(member, isPart) is { } kind && IsWritten(member))
            {
                bool isConstructor = kind is MemberKind.Constructor or MemberKind.PrimaryConstructor;
                EquatableArray<string> parameters = member is IMethodSymbol method ? method.Parameters.Select(TypeOf).ToEquatableArray() : default;
                members.Add(new MemberDecl(isConstructor ? type.Name : member.Name, kind, parameters, PlaceOf(type, member)));
            }
        }

        return members.ToEquatableArray();
    }

    /// <summary>Where a member stands: its name in the source; null when there is none.</summary>
    public static Location? Find(INamedTypeSymbol type, string name, int place) =>
        (name == type.Name ? type.InstanceConstructors.CastArray<ISymbol>() : type.GetMembers(name)) is var members && place < members.Length ? members[place].Locations.FirstOrDefault() : null;

    private static int PlaceOf(INamedTypeSymbol type, ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor ? type.InstanceConstructors.IndexOf(constructor) : type.GetMembers(member.Name).IndexOf(member);

    private static MemberKind? KindOf(ISymbol member, Func<INamedTypeSymbol, bool> isPart) => member switch
    {
        IFieldSymbol field => Language.IsArg(field) ? null : MemberKind.Value,
        IPropertySymbol { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } or IEventSymbol { ExplicitInterfaceImplementations.IsEmpty: true } => MemberKind.Value,
        IMethodSymbol { MethodKind: MethodKind.Ordinary, Arity: 0 } => MemberKind.Method,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor =>
            constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is TypeDeclarationSyntax) ? MemberKind.PrimaryConstructor : MemberKind.Constructor,
        INamedTypeSymbol nested => isPart(nested) ? null : MemberKind.Type,
        _ => null,
    };

    private static string TypeOf(IParameterSymbol parameter) => (parameter.RefKind == RefKind.None ? "" : "ref ") + TypeReader.ReferenceTo(parameter.Type);

    /// <summary>Whether a part of a class or member is the build's.</summary>
    public static bool IsGenerated(SyntaxReference part) => part.SyntaxTree.FilePath.IndexOf(Generator, StringComparison.Ordinal) >= 0;

    /// <summary>Whether a member is the user's.</summary>
    public static bool IsWritten(ISymbol member) => member.DeclaringSyntaxReferences.Any(static part => !IsGenerated(part));
}
