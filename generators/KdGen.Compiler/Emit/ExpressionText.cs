using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Emit;

/// <summary>
/// What metadata loses of a class, as the text of [KdGen.Metadata.Expressions]: its [Arg] constants, the expressions over them, whether it has a
/// hand-written Forward. "C=64;S=1;1.outChannels=* 4 C;5.args=[ 2 C ];Forward": operators stand before their operands.
/// </summary>
internal static class ExpressionText
{
    private const string ForwardEntry = "Forward";

    // Text of another assembly may be anything: what is deeper than an attribute's arguments ever are is none of ours.
    private const int MostDepth = 200;

    /// <summary>The text for one class, without the classes in it; null when metadata holds all there is.</summary>
    public static string? Write(ModuleDecl declaration)
    {
        List<string> entries = [.. declaration.Args.Select(static arg => $"{Identifier.Escape(arg.Name)}={Code(arg.Default)}")];
        IEnumerable<AttributeDecl?> attributes =
            declaration.Operators.Concat<AttributeDecl?>([declaration.Input, declaration.Output, declaration.Key, declaration.Shape, declaration.FamilyArgs]);
        foreach (AttributeDecl attribute in attributes.OfType<AttributeDecl>().OrderBy(static attribute => attribute.Node.Value))
        {
            entries.AddRange(attribute.Arguments
                .Where(static argument => IsSymbolic(argument.Value))
                .Select(argument => $"{Literal.Of(attribute.Node.Value)}.{argument.Name}={Code(argument.Value)}"));
        }

        if (declaration.HasForward)
        {
            entries.Add(ForwardEntry);
        }

        return entries.Count == 0 ? null : string.Join(";", entries);
    }

    /// <summary>The text of another assembly; what a newer KdGen may have written and this one does not know is left out.</summary>
    public static ClassExpressions Read(string text)
    {
        List<ArgDecl> args = [];
        Dictionary<(int, string), Constant> values = [];
        bool hasForward = false;
        foreach (string entry in text.Split(';'))
        {
            int equals = entry.IndexOf('=');
            if (equals < 0)
            {
                hasForward |= entry == ForwardEntry;
                continue;
            }

            string name = entry.Substring(0, equals);
            Queue<string> words = new(entry.Substring(equals + 1).Split(' '));
            Constant value = Parse(words, 0);
            int dot = name.IndexOf('.');
            if (words.Count > 0 || name.Length == 0 || value is Constant.Invalid)
            {
                continue;
            }

            if (dot >= 0)
            {
                if (int.TryParse(name.Substring(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out int node) && dot < name.Length - 1)
                {
                    values[(node, name.Substring(dot + 1))] = value;
                }
            }
            else if (TypeOf(value) is { } type)
            {
                args.Add(new ArgDecl(name.TrimStart('@'), type, value));
            }
        }

        return new ClassExpressions(args.ToEquatableArray(), hasForward, values);
    }

    public static bool IsSymbolic(Constant constant) => constant switch
    {
        Constant.Arg or Constant.Compute or Constant.Opaque => true,
        Constant.List list => list.Items.Any(IsSymbolic),
        _ => false,
    };

    private static string? TypeOf(Constant value) => value switch
    {
        Constant.Integer => "int",
        Constant.Real => "double",
        Constant.Bool => "bool",
        _ => null,
    };

    private static string Code(Constant constant) => constant switch
    {
        Constant.Arg arg => Identifier.Escape(arg.Name),
        Constant.Compute compute => $"{compute.Operator} {Code(compute.Left)} {Code(compute.Right)}",
        Constant.List list => new StringBuilder("[ ").Append(string.Concat(list.Items.Select(static item => Code(item) + " "))).Append(']').ToString(),
        Constant.Integer integer => Literal.Of(integer.Value),
        Constant.Real real => Literal.Of(real.Value),
        Constant.Bool flag => Literal.Of(flag.Value),
        _ => "?",
    };

    private static Constant Parse(Queue<string> words, int depth)
    {
        if (words.Count == 0 || depth > MostDepth)
        {
            return new Constant.Invalid();
        }

        string word = words.Dequeue();
        switch (word)
        {
            case "+" or "-" or "*" or "/" or "%":
                Constant left = Parse(words, depth + 1);
                Constant right = left is Constant.Invalid ? left : Parse(words, depth + 1);
                return left is Constant.Invalid || right is Constant.Invalid ? new Constant.Invalid() : new Constant.Compute(word[0], left, right);
            case "[":
                List<Constant> items = [];
                while (words.Count > 0 && words.Peek() != "]")
                {
                    items.Add(Parse(words, depth + 1));
                }

                return words.Count == 0 || words.Dequeue() != "]" ? new Constant.Invalid() : new Constant.List(items.ToEquatableArray());
            case "true" or "false":
                return new Constant.Bool(word == "true");
            case "double.NaN":
                return new Constant.Real(double.NaN);
            case "double.PositiveInfinity" or "double.NegativeInfinity":
                return new Constant.Real(word == "double.PositiveInfinity" ? double.PositiveInfinity : double.NegativeInfinity);
            default:
                return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) ? new Constant.Integer(integer)
                    : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? new Constant.Real(real)
                    : word.Length > 0 && (word[0] is '_' or '@' || char.IsLetter(word[0])) ? new Constant.Arg(word.TrimStart('@'))
                    : new Constant.Invalid();
        }
    }
}

/// <summary>What <see cref="ExpressionText"/> holds of a class.</summary>
/// <param name="Args">Its [Arg] constants, in source order.</param>
/// <param name="HasForward">It has a hand-written Forward.</param>
/// <param name="Values">The arguments that are expressions, by attribute and name.</param>
internal sealed record ClassExpressions(EquatableArray<ArgDecl> Args, bool HasForward, IReadOnlyDictionary<(int Node, string Argument), Constant> Values);
