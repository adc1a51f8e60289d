using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes.Editing;

/// <summary>Changes a class: its brackets, its modifiers, or whether it is there.</summary>
internal static class ClassEditor
{
    private const string Partial = "partial";

    /// <summary>An attribute in brackets of its own, behind those of another one or before all.</summary>
    public static SourceChange AddAttribute(SemanticModel model, TypeDeclarationSyntax type, AttributeSyntax? behind, string attribute)
    {
        SourceText source = type.SyntaxTree.GetText();
        LanguageNames names = behind is null ? LanguageNames.On(model, type) : LanguageNames.Beside(model, behind);
        string text = "[" + names.Attribute(attribute) + "]";
        AttributeListSyntax? list = behind?.Parent as AttributeListSyntax ?? type.AttributeLists.FirstOrDefault();
        bool sameLine = list is not null && !Trivia.HasLineBreak(list.GetLastToken().TrailingTrivia.ToFullString());
        if (behind is not null)
        {
            // Behind the comment on its line, if it ends the line.
            return sameLine
                ? Insert(type, list!.Span.End, " " + text)
                : Insert(type, list!.FullSpan.End, Trivia.Indent(source, list.SpanStart) + text + Trivia.LineBreak(source));
        }

        int start = type.GetFirstToken().SpanStart;
        return Insert(type, start, text + (sameLine ? " " : Trivia.LineBreak(source) + Trivia.Indent(source, start)));
    }

    /// <summary>A modifier on every part that lacks it; "partial" also on the classes around.</summary>
    public static IEnumerable<SourceChange> AddModifier(SemanticModel model, TypeDeclarationSyntax type, string modifier, CancellationToken token)
    {
        for (INamedTypeSymbol? symbol = model.GetDeclaredSymbol(type, token); symbol is not null; symbol = modifier == Partial ? symbol.ContainingType : null)
        {
            foreach (TypeDeclarationSyntax part in Parts(symbol, token).Where(part => Find(part, modifier) is null))
            {
                // C# wants "partial" right before "class", and the others in front of it.
                SyntaxToken next = modifier != Partial && Find(part, Partial) is { } partial ? partial : part.Keyword;
                yield return Insert(part, next.SpanStart, modifier + " ");
            }
        }
    }

    /// <summary>A modifier less, on whichever part has it.</summary>
    public static IEnumerable<SourceChange> DropModifier(SemanticModel model, TypeDeclarationSyntax type, string modifier, CancellationToken token)
    {
        foreach (TypeDeclarationSyntax part in Parts(model.GetDeclaredSymbol(type, token), token))
        {
            if (Find(part, modifier) is { } written)
            {
                TextSpan span = TextSpan.FromBounds(written.SpanStart, written.GetNextToken().SpanStart);
                yield return new SourceChange(part.SyntaxTree, new TextChange(span, Trivia.Kept(part.SyntaxTree.GetText(token).ToString(TextSpan.FromBounds(written.Span.End, span.End)))));
            }
        }
    }

    /// <summary>The class with its attributes and the comments that are about it: those right above and those on its last line.</summary>
    public static IEnumerable<SourceChange> Remove(SemanticModel model, TypeDeclarationSyntax type, CancellationToken token)
    {
        foreach (TypeDeclarationSyntax part in Parts(model.GetDeclaredSymbol(type, token), token))
        {
            SourceText source = part.SyntaxTree.GetText(token);
            SyntaxToken last = part.GetLastToken();
            int start = StartOfComments(part.GetFirstToken());
            string line = source.ToString(TextSpan.FromBounds(source.Lines.GetLineFromPosition(start).Start, start));
            bool wholeLines = Trivia.IsBlank(line) && Trivia.HasLineBreak(last.TrailingTrivia.ToFullString());
            TextSpan span = wholeLines ? TextSpan.FromBounds(start - line.Length, last.FullSpan.End) : TextSpan.FromBounds(start, last.Span.End);

            // #if and its kind belong to what stands around, too.
            string directives = string.Concat(part.DescendantTrivia().Where(trivia => trivia.IsDirective && span.Contains(trivia.Span)).Select(static trivia => trivia.ToFullString()));
            yield return new SourceChange(part.SyntaxTree, new TextChange(span, directives));
        }
    }

    /// <summary>Where the comments begin that stand above a class with no empty line between.</summary>
    private static int StartOfComments(SyntaxToken first)
    {
        int start = first.SpanStart;
        bool emptyLine = true;
        foreach (SyntaxTrivia trivia in first.LeadingTrivia.Reverse())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                if (emptyLine && start != first.SpanStart)
                {
                    break;
                }

                emptyLine = true;
            }
            else if (trivia.IsDirective)
            {
                break;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                start = trivia.FullSpan.Start;
                emptyLine = false;
            }
        }

        return start;
    }

    private static IEnumerable<TypeDeclarationSyntax> Parts(INamedTypeSymbol? type, CancellationToken token) =>
        type is null ? [] : type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(token)).OfType<TypeDeclarationSyntax>();

    private static SyntaxToken? Find(TypeDeclarationSyntax type, string modifier)
    {
        foreach (SyntaxToken token in type.Modifiers)
        {
            if (string.Equals(token.ValueText, modifier, StringComparison.Ordinal))
            {
                return token;
            }
        }

        return null;
    }

    private static SourceChange Insert(SyntaxNode at, int position, string text) => new(at.SyntaxTree, new TextChange(new TextSpan(position, 0), text));
}
