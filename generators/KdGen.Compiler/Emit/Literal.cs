using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace KdGen.Compiler.Emit;

/// <summary>Numbers and strings as C# source, the same under every culture and on every runtime.</summary>
internal static class Literal
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A double literal: "0.75", "2.0", "1E-05".</summary>
    public static string Of(double value)
    {
        string text = Text(value);
        return double.IsNaN(value) ? "double.NaN"
            : double.IsInfinity(value) ? (value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity")
            : text.All(c => char.IsDigit(c) || c == '-') ? text + ".0"
            : text;
    }

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>The shortest digits that read back as the same number: "0.75", "2", "1E-05". .NET Framework's own "R" has slips.</summary>
    public static string Text(double value)
    {
        foreach (string format in (string[])["G15", "G16"])
        {
            string text = value.ToString(format, CultureInfo.InvariantCulture);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double back) && back.Equals(value))
            {
                return text;
            }
        }

        return value.ToString("G17", CultureInfo.InvariantCulture);
    }

    /// <summary>A count for people: "1,186,986".</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: "1 block", "12 blocks".</summary>
    public static string Counted(long number, string noun) => $"{Of(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>A large count for people: "94.3 M".</summary>
    public static string Rounded(long value) => value switch
    {
        >= 1_000_000_000 => (value / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " G",
        >= 1_000_000 => (value / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M",
        _ => Grouped(value),
    };

    /// <summary>A string literal with its quotes.</summary>
    public static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
