using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Tests.Robustness;

/// <summary>A source as it is in the middle of an edit.</summary>
/// <param name="Name">What was done to it.</param>
/// <param name="Text">The source afterwards.</param>
internal sealed record Mutation(string Name, string Text);

/// <summary>What can happen to a source while somebody types: a token or a line goes, two attributes of a class or two arguments of an attribute change places.</summary>
internal static class Mutations
{
    public static IEnumerable<Mutation> Of(string source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview));
        SyntaxNode root = tree.GetRoot();
        return root.DescendantTokens().Where(static token => token.Span.Length > 0).Select(token => Without(source, "token", token.Span))
            .Concat(tree.GetText().Lines.Where(static line => line.Span.Length > 0).Select(line => Without(source, "line", line.SpanIncludingLineBreak)))
            .Concat(root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().SelectMany(type => Swaps(source, [.. type.AttributeLists.SelectMany(static list => list.Attributes)])))
            .Concat(root.DescendantNodes().OfType<AttributeArgumentListSyntax>().SelectMany(list => Swaps(source, [.. list.Arguments])));
    }

    private static Mutation Without(string source, string what, TextSpan span) =>
        new($"without the {what} '{source.Substring(span.Start, span.Length).Trim()}' at {span.Start}", source.Remove(span.Start, span.Length));

    private static IEnumerable<Mutation> Swaps(string source, SyntaxNode[] nodes)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            for (int j = i + 1; j < nodes.Length; j++)
            {
                TextSpan first = nodes[i].Span, second = nodes[j].Span;
                yield return new(
                    $"{nodes[i]} and {nodes[j]} at {first.Start} in each other's place",
                    string.Concat(source[..first.Start], nodes[j].ToString(), source[first.End..second.Start], nodes[i].ToString(), source[second.End..]));
            }
        }
    }
}
