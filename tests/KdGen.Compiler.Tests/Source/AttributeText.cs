using System.Globalization;
using System.Text.RegularExpressions;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Tests.Source;

/// <summary>Reads attributes as they stand in C# source ("Conv(3, 128), MaxPool(2)"), so that a test shows what a user writes.</summary>
internal static partial class AttributeText
{
    /// <summary>The attributes in <paramref name="text"/>, numbered from <paramref name="firstNode"/>.</summary>
    public static EquatableArray<AttributeDecl> Parse(string text, int firstNode = 1)
        => Attribute().Matches(text)
            .Select((match, i) => One(new NodeId(firstNode + i), match.Groups["name"].Value, match.Groups["arguments"].Value))
            .ToEquatableArray();

    private static AttributeDecl One(NodeId node, string name, string arguments)
    {
        string[] texts = arguments.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? list = name == "Input" ? "shape" : OpCatalog.Find(name)?.Parameters.FirstOrDefault(parameter => parameter.Type == ParameterType.Integers)?.Name;
        if (list is not null)
        {
            long[] sizes = [.. texts.Where(text => !text.Contains('=')).Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
            IEnumerable<Argument> named = texts.Where(text => text.Contains('=')).Select(text => Argument(text, null));
            return new AttributeDecl(node, name, new([.. sizes.Length > 0 ? [new Argument(list, new Constant.Integers(new(sizes)))] : (Argument[])[], .. named]));
        }

        string[] positional = Positional(name, texts.Count(text => !text.Contains('=')));
        return new AttributeDecl(node, name, texts.Select((text, i) => Argument(text, positional.ElementAtOrDefault(i))).ToEquatableArray());
    }

    private static Argument Argument(string text, string? positional)
        => text.Split('=', StringSplitOptions.TrimEntries) is [var name, var value]
            ? new Argument(name, Value(value))
            : new Argument(positional ?? "?", Value(text));

    private static Constant Value(string text) => text switch
    {
        "true" or "false" => new Constant.Bool(text == "true"),
        "!" => new Constant.Invalid(),
        _ when EnumMember().Match(text) is { Success: true } member => new Constant.Text(member.Groups["member"].Value),
        _ when long.TryParse(text, CultureInfo.InvariantCulture, out long integer) => new Constant.Integer(integer),
        _ => new Constant.Real(double.Parse(text, CultureInfo.InvariantCulture)),
    };

    /// <summary>The parameter names of the constructor that takes <paramref name="count"/> arguments.</summary>
    private static string[] Positional(string name, int count) => name switch
    {
        "DistillLoss" => ["kind"],
        "Epochs" => ["count"],
        "Batch" => ["size"],
        "Phase" => ["number"],
        "Adam" or "AdamW" or "Sgd" => ["learningRate"],
        "Conv" or "ConvTranspose" or "Linear" when count == 1 => [OpCatalog.Find(name)!.Parameters[1].Name],
        _ => OpCatalog.Find(name)?.Parameters.Select(parameter => parameter.Name).ToArray() ?? [],
    };

    [GeneratedRegex(@"(?<name>\w+)(\((?<arguments>[^)]*)\))?")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^[A-Z]\w*\.(?<member>[A-Z]\w*)$")]
    private static partial Regex EnumMember();
}
