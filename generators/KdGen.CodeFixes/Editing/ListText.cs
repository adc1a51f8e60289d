using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes.Editing;

/// <summary>
/// A list with commas as text that can be changed item by item. Each item keeps the white space and comments around it: those before it, those up to its
/// comma, and those on the comma's line.
/// </summary>
internal sealed class ListText
{
    private readonly List<Item> items = [];
    private readonly TextSpan span;
    private readonly string original;
    private readonly string lineBreak;
    private readonly bool endsWithComma;

    // What stands before the closing bracket.
    private string closing;

    private ListText(SourceText source, TextSpan span, bool endsWithComma, string closing)
    {
        this.span = span;
        this.endsWithComma = endsWithComma;
        this.closing = closing;
        original = source.ToString(span);
        lineBreak = Trivia.LineBreak(source);
    }

    public int Count => items.Count;

    /// <summary>Every item stands on a line of its own, so that a new one does too.</summary>
    private bool IsOnePerLine => items.Count > 1 && items.Skip(1).Zip(items, static (item, previous) => Trivia.HasLineBreak(previous.Tail + item.Before)).All(static broken => broken);

    public static ListText Of<T>(SeparatedSyntaxList<T> list, SourceText source, SyntaxToken open, SyntaxToken close)
        where T : SyntaxNode
    {
        int last = list.Count == 0 ? open.Span.End : list.SeparatorCount == list.Count ? list.GetSeparator(list.Count - 1).Span.End : list[list.Count - 1].Span.End;
        ListText text = new(source, TextSpan.FromBounds(open.Span.End, close.SpanStart), list.Count > 0 && list.SeparatorCount == list.Count, Between(last, close.SpanStart));
        int start = open.Span.End;
        for (int i = 0; i < list.Count; i++)
        {
            TextSpan item = list[i].Span;
            bool hasComma = i < list.SeparatorCount;
            SyntaxToken comma = hasComma ? list.GetSeparator(i) : default;
            int tail = i == list.Count - 1 ? (hasComma ? comma.Span.End : item.End) : EndOfTail(comma);
            text.items.Add(new Item(
                Between(start, item.Start),
                Between(item.Start, item.End),
                hasComma ? Between(item.End, comma.SpanStart) : "",
                hasComma ? Between(comma.Span.End, tail) : ""));
            start = tail;
        }

        return text;

        // A comment that does not end the line is about what follows.
        static int EndOfTail(SyntaxToken comma)
        {
            string behind = comma.TrailingTrivia.ToFullString();
            return Trivia.HasLineBreak(behind) ? comma.FullSpan.End : comma.Span.End + behind.Length - behind.TrimStart().Length;
        }

        string Between(int from, int to) => source.ToString(TextSpan.FromBounds(from, to));
    }

    /// <summary>A list that is not written yet.</summary>
    public static ListText Empty(SourceText source, int position) => new(source, new TextSpan(position, 0), endsWithComma: false, closing: "");

    public void Replace(int index, string text) => items[index].Text = text;

    /// <summary>The item goes, the comments around it and those that stood in it stay.</summary>
    public void Remove(int index, string comments)
    {
        Item item = items[index];
        items.RemoveAt(index);
        string inside = Spaced(comments.TrimStart()) + Spaced(Trivia.Kept(item.After)) + Trivia.Kept(item.Tail);
        if (index == items.Count)
        {
            string kept = (Trivia.IsBlank(item.Before) ? "" : item.Before) + inside;
            closing = (kept.Length == 0 || Trivia.HasLineBreak(kept) ? kept : " " + kept.Trim()) + closing;
            return;
        }

        Item next = items[index];
        bool endsLine = Trivia.HasLineBreak(item.Tail + next.Before);
        if (inside.Length > 0 || !Trivia.IsBlank(item.Before))
        {
            string kept = item.Before + inside;
            next.Before = kept + (kept.EndsWith(" ", StringComparison.Ordinal) ? next.Before.TrimStart() : next.Before);
        }
        else if (index == 0 || !endsLine)
        {
            next.Before = item.Before + next.Before.TrimStart();
        }
        else if (!Trivia.HasLineBreak(items[index - 1].Tail + item.Before))
        {
            // It stood at the end of a line, which the one before it ends now.
            items[index - 1].Tail = item.Tail;
        }

        static string Spaced(string text) => text.Length == 0 || char.IsWhiteSpace(text[text.Length - 1]) ? text : text + " ";
    }

    /// <summary>A new item before the one that now has this number; behind the last one for <see cref="Count"/>.</summary>
    public void Insert(int index, string text)
    {
        if (items.Count == 0)
        {
            items.Add(new Item("", text, "", ""));
        }
        else if (index == items.Count)
        {
            Append(text);
        }
        else
        {
            Item next = items[index];
            bool onePerLine = IsOnePerLine;
            if (onePerLine || Trivia.IsBlank(next.Before))
            {
                items.Insert(index, new Item(index == 0 || !onePerLine ? next.Before : LastLine(next.Before), text, "", onePerLine ? lineBreak : " "));
                next.Before = !onePerLine ? "" : index == 0 ? LastLine(items[2].Before) : next.Before;
            }
            else
            {
                // A comment before the next one speaks of that.
                items.Insert(index, new Item(LastLine(next.Before), text, "", " "));
            }
        }
    }

    /// <summary>What makes the list out of what stands between its brackets, as small as it can be.</summary>
    public TextChange Change()
    {
        string changed = ToString();
        int shorter = Math.Min(original.Length, changed.Length);
        int start = 0;
        while (start < shorter && original[start] == changed[start])
        {
            start++;
        }

        int end = 0;
        while (end < shorter - start && original[original.Length - 1 - end] == changed[changed.Length - 1 - end])
        {
            end++;
        }

        return new TextChange(TextSpan.FromBounds(span.Start + start, span.End - end), changed.Substring(start, changed.Length - start - end));
    }

    /// <summary>What stands between the brackets.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int i = 0; i < items.Count; i++)
        {
            bool last = i == items.Count - 1;
            text.Append(items[i].Before).Append(items[i].Text).Append(items[i].After)
                .Append(last && !endsWithComma ? "" : ",")
                .Append(last && Trivia.IsBlank(items[i].Tail) ? "" : items[i].Tail);
        }

        return text.Append(closing).ToString();
    }

    private void Append(string text)
    {
        Item last = items[items.Count - 1];
        if (!IsOnePerLine)
        {
            last.Tail = " ";
            items.Add(new Item("", text, "", ""));
            return;
        }

        // The comment on the last one's line stays with it.
        string comment = Trivia.IsBlank(closing) ? "" : closing.TrimEnd();
        closing = comment.Length == 0 ? closing : closing.Substring(comment.Length);
        last.Tail = comment + lineBreak;
        items.Add(new Item(LastLine(last.Before), text, "", ""));
    }

    private static string LastLine(string text)
    {
        string line = text.Substring(text.LastIndexOf('\n') + 1);
        return Trivia.IsBlank(line) ? line : "";
    }

    /// <param name="before">What stands between the line of the comma before it and the item.</param>
    /// <param name="text">The item.</param>
    /// <param name="after">What stands between it and its comma.</param>
    /// <param name="tail">What follows its comma on the same line, with the line break.</param>
    private sealed class Item(string before, string text, string after, string tail)
    {
        public string Before { get; set; } = before;

        public string Text { get; set; } = text;

        public string After { get; } = after;

        public string Tail { get; set; } = tail;
    }
}
