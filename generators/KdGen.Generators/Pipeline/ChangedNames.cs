using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Pipeline;

/// <summary>The names of what differs between two texts of a file, seen from other files: types and members that came, went or were changed.</summary>
internal sealed class ChangedNames
{
    private readonly HashSet<string> types = [];
    private readonly HashSet<string> members = [];

    private ChangedNames()
    {
    }

    /// <summary>The simple names of types.</summary>
    public IReadOnlyCollection<string> Types => types;

    /// <summary>Nothing differs but bodies and attributes.</summary>
    public bool IsEmpty => types.Count == 0 && members.Count == 0;

    /// <summary>The names; null when something differs that goes by no name, such as a using directive.</summary>
    public static ChangedNames? Between(CompilationUnitSyntax old, CompilationUnitSyntax changed)
    {
        ChangedNames names = new();
        return Same(old.WithMembers(default), changed.WithMembers(default)) && names.Add(old.Members, changed.Members) ? names : null;
    }

    /// <summary>Whether a file mentions one of them.</summary>
    public bool AreIn(FileNames file) => types.Concat(members).Any(name => file.Mentions(name) || (Stem(name) is { } stem && file.Mentions(stem)));

    /// <summary>Whether one of them is among these.</summary>
    public bool AreAmong(ImmutableHashSet<string> names) => names.Count > 0 && types.Concat(members).Any(name => names.Contains(name) || (Stem(name) is { } stem && names.Contains(stem)));

    // [Conv] means ConvAttribute.
    private static string? Stem(string name) => name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : null;

    private bool Add(SyntaxList<MemberDeclarationSyntax> old, SyntaxList<MemberDeclarationSyntax> changed)
    {
        int head = 0;
        while (head < old.Count && head < changed.Count && Same(old[head], changed[head]))
        {
            head++;
        }

        int tail = 0;
        while (tail < old.Count - head && tail < changed.Count - head && Same(old[old.Count - 1 - tail], changed[changed.Count - 1 - tail]))
        {
            tail++;
        }

        if (old.Count != changed.Count)
        {
            return old.Skip(head).Take(old.Count - head - tail).All(Add) && changed.Skip(head).Take(changed.Count - head - tail).All(Add);
        }

        for (int i = head; i < old.Count - tail; i++)
        {
            if (!Same(old[i], changed[i]) && !(AddInside(old[i], changed[i]) ?? (Add(old[i]) && Add(changed[i]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What differs in a namespace or type that is itself the same; null when it is not.</summary>
    private bool? AddInside(MemberDeclarationSyntax old, MemberDeclarationSyntax changed) => (old, changed) switch
    {
        (BaseNamespaceDeclarationSyntax a, BaseNamespaceDeclarationSyntax b) when Same(a.WithMembers(default), b.WithMembers(default)) => Add(a.Members, b.Members),
        (TypeDeclarationSyntax a, TypeDeclarationSyntax b) when Same(Head(a), Head(b)) => Add(a.Members, b.Members),
        (GlobalStatementSyntax, GlobalStatementSyntax) => true,
        _ => null,
    };

    // Attributes bear on those who read them, see CompilationChange.
    private static SyntaxNode Head(TypeDeclarationSyntax type) => type.WithMembers(default).WithAttributeLists(default);

    private bool Add(MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case TypeDeclarationSyntax type:
                types.Add(type.Identifier.ValueText);
                members.UnionWith(type.ParameterList?.Parameters.Select(static parameter => parameter.Identifier.ValueText) ?? []);
                return type.Members.All(Add);
            case EnumDeclarationSyntax values:
                types.Add(values.Identifier.ValueText);
                members.UnionWith(values.Members.Select(static value => value.Identifier.ValueText));
                return true;
            case DelegateDeclarationSyntax type:
                return types.Add(type.Identifier.ValueText) || true;
            case MethodDeclarationSyntax method:
                return members.Add(method.Identifier.ValueText) || true;
            case ConstructorDeclarationSyntax constructor:
                return members.Add(constructor.Identifier.ValueText) || true;
            case PropertyDeclarationSyntax property:
                return members.Add(property.Identifier.ValueText) || true;
            case EventDeclarationSyntax one:
                return members.Add(one.Identifier.ValueText) || true;
            case BaseFieldDeclarationSyntax field:
                members.UnionWith(field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText));
                return true;
            case GlobalStatementSyntax:
                return types.Add("Program") || true;
            case IndexerDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax or DestructorDeclarationSyntax or IncompleteMemberSyntax:
                return true;
            default:
                return false;
        }
    }

    private static bool Same(SyntaxNode old, SyntaxNode changed) => SyntaxFactory.AreEquivalent(old, changed, topLevel: true);
}
