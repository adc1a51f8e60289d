using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Pipeline;

/// <summary>A file by its names alone, without a compilation: which of its classes may be declarations, and what these and all constants can depend on.</summary>
internal sealed class FileNames
{
    private readonly List<(ClassDeclarationSyntax, ImmutableArray<string>)> classes = [];
    private readonly HashSet<string> aliases = [];
    private readonly HashSet<string> globalAliases = [];
    private readonly HashSet<string> types = [];
    private readonly HashSet<string> mentions = [];

    public FileNames(CompilationUnitSyntax file)
    {
        AddUsings(file.Usings);
        AddMembers(file.Members, isOfPart: false);
    }

    /// <summary>Its classes with attributes, and the simple names of these.</summary>
    public IReadOnlyList<(ClassDeclarationSyntax Class, ImmutableArray<string> Attributes)> Classes => classes;

    /// <summary>The names that it gives to types by using directives, for itself.</summary>
    public IReadOnlyCollection<string> Aliases => aliases;

    /// <summary>The same for all files.</summary>
    public IReadOnlyCollection<string> GlobalAliases => globalAliases;

    /// <summary>Whether it holds a part of a type of that simple name.</summary>
    public bool Declares(string type) => types.Contains(type);

    /// <summary>
    /// Whether the name occurs where it can bear on the attributes of types: in these, in base lists, in constants, in the parameters of partial classes' methods and in using directives. What is declared
    /// under a name that occurs nowhere there can come and go unnoticed.
    /// </summary>
    public bool Mentions(string name) => mentions.Contains(name);

    private void AddUsings(SyntaxList<UsingDirectiveSyntax> directives)
    {
        foreach (UsingDirectiveSyntax directive in directives)
        {
            AddMentions(directive.NamespaceOrType);
            if (directive.Alias is { } alias)
            {
                (directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) ? globalAliases : aliases).Add(alias.Name.Identifier.ValueText);
            }
        }
    }

    private void AddMembers(SyntaxList<MemberDeclarationSyntax> members, bool isOfPart)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    AddUsings(space.Usings);
                    AddMembers(space.Members, isOfPart: false);
                    break;
                case BaseTypeDeclarationSyntax type:
                    AddType(type);
                    break;
                case MethodDeclarationSyntax { Identifier.ValueText: "Forward" } forward:
                    AddMentions(forward.ReturnType);
                    AddMentions(forward.ParameterList);
                    break;
                case BaseMethodDeclarationSyntax method when isOfPart:
                    AddTypes(method.ParameterList);
                    break;
                case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                    AddMentions(field.AttributeLists);
                    AddMentions(field.Declaration.Type);
                    foreach (VariableDeclaratorSyntax constant in field.Declaration.Variables)
                    {
                        AddMentions(constant.Initializer);
                    }

                    break;
            }
        }
    }

    private void AddType(BaseTypeDeclarationSyntax type)
    {
        types.Add(type.Identifier.ValueText);
        AddMentions(type.AttributeLists);
        AddMentions(type.BaseList);
        switch (type)
        {
            case EnumDeclarationSyntax values:
                foreach (EnumMemberDeclarationSyntax value in values.Members)
                {
                    AddMentions(value.EqualsValue);
                }

                break;
            case TypeDeclarationSyntax declaration:
                if (declaration is ClassDeclarationSyntax { AttributeLists.Count: > 0 } marked)
                {
                    classes.Add((marked, [.. marked.AttributeLists.SelectMany(static list => list.Attributes).Select(static attribute => NameOf(attribute.Name))]));
                }

                // A class that gets code is compared with it by its members, overloads by their parameters.
                bool isPart = declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
                if (isPart)
                {
                    AddTypes(declaration.ParameterList);
                }

                AddMembers(declaration.Members, isPart);
                break;
        }
    }

    private void AddTypes(ParameterListSyntax? parameters)
    {
        foreach (ParameterSyntax parameter in parameters?.Parameters ?? default)
        {
            AddMentions(parameter.Type);
        }
    }

    private void AddMentions(SyntaxList<AttributeListSyntax> attributes)
    {
        foreach (AttributeListSyntax list in attributes)
        {
            AddMentions(list);
        }
    }

    private void AddMentions(SyntaxNode? node)
    {
        foreach (SyntaxToken token in node?.DescendantTokens() ?? [])
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                mentions.Add(token.ValueText);
            }
        }
    }

    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => NameOf(qualified.Right),
        AliasQualifiedNameSyntax qualified => NameOf(qualified.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
