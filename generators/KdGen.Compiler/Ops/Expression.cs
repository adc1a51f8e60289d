using System.Globalization;
using System.Linq;
using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>Sizes and arguments as C# expressions, worked out wherever they are numbers.</summary>
internal static class Expression
{
    /// <summary>The number that <paramref name="code"/> is; null for an expression.</summary>
    public static long? Number(string? code)
        => long.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>"K" for "K", "(2 * K)" for "2 * K": what can stand beside another operator.</summary>
    public static string Operand(string code) => code.All(static c => char.IsLetterOrDigit(c) || c is '_' or '@' or '.') ? code : $"({code})";

    /// <summary>Half of it, rounded down as the integers of C# are.</summary>
    public static string Half(string code) => Number(code) is long number ? Literal.Of(number / 2) : $"{Operand(code)} / 2";

    public static string Times(string left, string right) => (Number(left), Number(right)) switch
    {
        (long x, long y) => Literal.Of(x * y),
        (0, _) or (_, 0) => "0",
        (1, _) => right,
        (_, 1) => left,
        _ => $"{Operand(left)} * {Operand(right)}",
    };
}
