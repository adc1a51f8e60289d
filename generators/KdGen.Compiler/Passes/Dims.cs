using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Passes;

/// <summary>Sizes as code: naming them, reading them in another class's words, comparing them.</summary>
internal static class Dims
{
    public static EquatableArray<Dim> Numbers(Shape shape) => shape.Dims.Select(static size => new Dim(Literal.Of(size))).ToEquatableArray();

    /// <summary>What a class calls the sizes that it receives.</summary>
    public static EquatableArray<Dim> Received(Shape shape) => Axes(shape.Rank).Select(static axis => new Dim("in" + Identifier.Capital(axis))).ToEquatableArray();

    /// <summary>The axes of a sample of that rank by name; what a rank-2 sample's first axis is (tokens or channels), only its operators know.</summary>
    public static string[] Axes(int rank) => rank switch
    {
        1 => ["features"],
        2 => ["tokens", "features"],
        3 => ["channels", "height", "width"],
        _ => [.. Enumerable.Range(0, rank).Select(static axis => "size" + axis.ToString(CultureInfo.InvariantCulture))],
    };

    /// <summary>"[B, C, height / S, 32]"; null for an unknown shape.</summary>
    public static string? Batched(EquatableArray<Dim> dims) => dims.Count == 0 ? null
        : $"[B, {string.Join(", ", dims.Select(static dim => dim.Of is null ? dim.Code : $"{Expression.Operand(dim.Of)} / {Expression.Operand(dim.Stride ?? "1")}"))}]";

    /// <summary>An expression in other words: each identifier that <paramref name="words"/> has is replaced by its expression.</summary>
    public static string Translate(string code, IReadOnlyDictionary<string, string> words)
    {
        if (words.TryGetValue(code, out string? whole))
        {
            return whole;
        }

        StringBuilder text = new();
        for (int i = 0; i < code.Length;)
        {
            int start = i;
            if (!IsIdentifier(code[i]))
            {
                text.Append(code[i++]);
                continue;
            }

            while (i < code.Length && IsIdentifier(code[i]))
            {
                i++;
            }

            // A number's exponent (1E-05) is in the same word as its digits, and no name begins with a digit.
            string word = code.Substring(start, i - start);
            text.Append(words.TryGetValue(word, out string? other) ? Expression.Operand(other) : word);
        }

        return text.ToString();
    }

    /// <summary>Whether <paramref name="code"/> names <paramref name="identifier"/>.</summary>
    public static bool Mentions(string code, string identifier)
    {
        for (int at = code.IndexOf(identifier, StringComparison.Ordinal); at >= 0; at = code.IndexOf(identifier, at + 1, StringComparison.Ordinal))
        {
            int end = at + identifier.Length;
            if ((at == 0 || !(IsIdentifier(code[at - 1]) || code[at - 1] == '.')) && (end == code.Length || !IsIdentifier(code[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When two sizes differ, as a condition in code: "false" or "true" where it is certain, null where the code cannot say.</summary>
    public static string? Differ(Dim left, Dim right)
    {
        if (left.Code == right.Code)
        {
            return "false";
        }

        if (Expression.Number(left.Code) is { } a && Expression.Number(right.Code) is { } b)
        {
            return a == b ? "false" : "true";
        }

        // A size halved by a stride differs from it unless the stride is 1.
        foreach ((Dim part, Dim whole) in new[] { (left, right), (right, left) })
        {
            if (part.Of == whole.Code && part.Stride is { } stride)
            {
                return Expression.Number(stride) is { } step ? (step == 1 ? "false" : "true") : $"{Expression.Operand(stride)} != 1";
            }
        }

        return left.Of is null && right.Of is null ? $"{left.Code} != {right.Code}" : null;
    }

    private static bool IsIdentifier(char c) => char.IsLetterOrDigit(c) || c is '_' or '@';
}
