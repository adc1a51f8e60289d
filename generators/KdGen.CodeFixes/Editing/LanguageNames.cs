using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes.Editing;

/// <summary>
/// How the language's words are written at a place: as those beside them are (<c>[KdGen.Linear(3)]</c>, <c>[Kd.Linear(3)]</c>), unless they would mean
/// something else there; types as short as they can be.
/// </summary>
internal sealed class LanguageNames
{
    private const string Namespace = "KdGen";
    private const string Global = "global::";

    private readonly SemanticModel model;
    private readonly int position;
    private readonly ImmutableArray<string> prefixes;

    private LanguageNames(SemanticModel model, int position, string prefix)
    {
        this.model = model;
        this.position = position;
        prefixes = [prefix, "", Namespace + ".", Global + Namespace + "."];
    }

    /// <summary>As the attribute is written.</summary>
    public static LanguageNames Beside(SemanticModel model, AttributeSyntax attribute) => new(model, attribute.SpanStart, attribute.Name switch
    {
        QualifiedNameSyntax name => name.Left + ".",
        AliasQualifiedNameSyntax name => name.Alias + "::",
        _ => "",
    });

    /// <summary>As the class's first attribute is written.</summary>
    public static LanguageNames On(SemanticModel model, TypeDeclarationSyntax type) =>
        type.AttributeLists.FirstOrDefault()?.Attributes.FirstOrDefault() is { } first ? Beside(model, first) : new(model, type.Identifier.SpanStart, "");

    /// <summary>An attribute that is given as the language's page has it: <c>Conv(64, Kernel = 1)</c>.</summary>
    public string Attribute(string text)
    {
        AttributeSyntax attribute = Parse(text);
        string prefix = prefixes.FirstOrDefault(IsLanguage) ?? prefixes[0];
        return SourceText.From(text).WithChanges(Changes(attribute, attribute.SpanStart).Prepend(new TextChange(new TextSpan(0, 0), prefix))).ToString();

        bool IsLanguage(string before)
        {
            SymbolInfo bound = model.GetSpeculativeSymbolInfo(position, Parse(before + text));
            return IsOurs((bound.Symbol ?? bound.CandidateSymbols.FirstOrDefault())?.ContainingType);
        }
    }

    /// <summary>An argument's value: <c>2048</c>, <c>DType.I64</c>.</summary>
    public string Expression(string text)
    {
        // Several for a list of numbers.
        const string Front = "A(";
        AttributeSyntax attribute = Parse(Front + text + ")");
        return SourceText.From(text).WithChanges(Changes(attribute.ArgumentList!, attribute.SpanStart + Front.Length)).ToString();
    }

    /// <summary>The names to be written otherwise, counted from where the text starts.</summary>
    private IEnumerable<TextChange> Changes(SyntaxNode within, int start) => within
        .DescendantNodes(node => Change(node) is null)
        .Select(Change)
        .OfType<TextChange>()
        .Select(change => new TextChange(new TextSpan(change.Span.Start - start, change.Span.Length), change.NewText!));

    /// <summary>What becomes of a name within an attribute; null for everything else.</summary>
    private TextChange? Change(SyntaxNode node)
    {
        if (node.Parent is MemberAccessExpressionSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax)
        {
            return null;
        }

        if (node is ExpressionSyntax && node.ToString().StartsWith(Global, StringComparison.Ordinal))
        {
            return new TextChange(node.Span, Shortest(node));
        }

        return node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax } member && prefixes.FirstOrDefault(IsOption) is { } prefix
            ? new TextChange(new TextSpan(member.SpanStart, 0), prefix)
            : null;

        bool IsOption(string before) =>
            model.GetSpeculativeSymbolInfo(position, SyntaxFactory.ParseExpression(before + node), SpeculativeBindingOption.BindAsExpression).Symbol is IFieldSymbol { HasConstantValue: true } field
            && IsOurs(field.ContainingType);
    }

    private string Shortest(SyntaxNode name)
    {
        SpeculativeBindingOption option = name is TypeSyntax ? SpeculativeBindingOption.BindAsTypeOrNamespace : SpeculativeBindingOption.BindAsExpression;
        return model.GetSpeculativeSymbolInfo(position, name, option).Symbol switch
        {
            INamedTypeSymbol type => type.ToMinimalDisplayString(model, position),
            { ContainingType: { } type } member => type.ToMinimalDisplayString(model, position) + "." + member.Name,
            _ => name.ToString(),
        };
    }

    private static bool IsOurs(INamedTypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } };

    private static AttributeSyntax Parse(string text) =>
        ((TypeDeclarationSyntax)SyntaxFactory.ParseCompilationUnit("[" + text + "] class C;").Members[0]).AttributeLists[0].Attributes[0];
}
