using System;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes.Editing;

/// <summary>Changes the attributes between two brackets.</summary>
internal static class AttributeListEditor
{
    /// <summary>All edits of one list as one change.</summary>
    public static SourceChange Change(SemanticModel model, AttributeListSyntax list, ILookup<AttributeSyntax, PlacedEdit> edits, CancellationToken token)
    {
        SourceText source = list.SyntaxTree.GetText(token);
        SyntaxToken open = list.Target?.ColonToken ?? list.OpenBracketToken;
        ListText items = ListText.Of(list.Attributes, source, open, list.CloseBracketToken);

        // From behind, so that the numbers in front still hold.
        for (int i = list.Attributes.Count - 1; i >= 0; i--)
        {
            AttributeSyntax attribute = list.Attributes[i];
            if (!edits.Contains(attribute))
            {
                continue;
            }

            LanguageNames names = LanguageNames.Beside(model, attribute);
            foreach (PlacedEdit after in edits[attribute].Where(static edit => edit.Kind == EditKind.InsertAfter).Reverse())
            {
                items.Insert(i + 1, names.Attribute(after.Text));
            }

            if (edits[attribute].Any(static edit => edit.Kind == EditKind.Remove))
            {
                items.Remove(i, Trivia.CommentsInside(attribute));
            }
            else if (edits[attribute].FirstOrDefault(static edit => edit.Kind == EditKind.Replace) is { } replacement)
            {
                items.Replace(i, names.Attribute(WithKey(replacement.Text, attribute)) + Trivia.CommentsInside(attribute));
            }
            else
            {
                items.Replace(i, ArgumentEditor.Text(model, names, attribute, edits[attribute], source, token));
            }

            foreach (PlacedEdit before in edits[attribute].Where(static edit => edit.Kind == EditKind.InsertBefore).Reverse())
            {
                items.Insert(i, names.Attribute(before.Text));
            }
        }

        return items.Count == 0 ? WithoutList(list, source, items.ToString()) : new SourceChange(list.SyntaxTree, items.Change());
    }

    /// <summary>What replaces an operator takes over the name of its weights.</summary>
    private static string WithKey(string text, AttributeSyntax replaced) =>
        replaced.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == "Key") is not { } key ? text
        : text.EndsWith(")", StringComparison.Ordinal) ? $"{text.Substring(0, text.Length - 1)}, {key})"
        : $"{text}({key})";

    /// <summary>The brackets go too, and what stood between them and the next word moves up; comments stay.</summary>
    private static SourceChange WithoutList(AttributeListSyntax list, SourceText source, string kept)
    {
        SyntaxToken next = list.GetLastToken().GetNextToken();
        string behind = source.ToString(TextSpan.FromBounds(list.Span.End, next.SpanStart));
        string text = kept.Trim().Length > 0 ? kept.Trim() + behind : Trivia.Kept(behind);
        return new SourceChange(list.SyntaxTree, new TextChange(TextSpan.FromBounds(list.SpanStart, next.SpanStart), text));
    }
}
