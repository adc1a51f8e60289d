using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes.Editing;

/// <summary>What stands between words: white space, which may go, and comments, which stay when their neighbour goes.</summary>
internal static class Trivia
{
    /// <summary>The text between two words where one of them goes: nothing if it is blank, without the space in front otherwise. A directive keeps its line.</summary>
    public static string Kept(string between) =>
        IsBlank(between) ? "" : between.TrimStart().StartsWith("#", System.StringComparison.Ordinal) ? between : between.TrimStart();

    public static bool IsBlank(string text) => text.Trim().Length == 0;

    public static bool HasLineBreak(string text) => text.IndexOfAny(['\n', '\r']) >= 0;

    /// <summary>The comments within a node that is written anew, with a space in front; empty when there are none.</summary>
    public static string CommentsInside(SyntaxNode node)
    {
        StringBuilder comments = new();
        foreach (SyntaxTrivia trivia in node.DescendantTrivia().Where(trivia => node.Span.Contains(trivia.Span)))
        {
            if (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            {
                comments.Append(' ').Append(trivia.ToString());
            }
            else if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            {
                comments.Append(" /*").Append(trivia.ToString().Substring(2)).Append(" */");
            }
        }

        return comments.ToString();
    }

    /// <summary>The line break that the file uses.</summary>
    public static string LineBreak(SourceText text)
    {
        TextLine first = text.Lines[0];
        string written = text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
        return written.Length == 0 ? "\n" : written;
    }

    /// <summary>The white space that a line begins with.</summary>
    public static string Indent(SourceText text, int position)
    {
        string line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }
}
