using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Harness;

/// <summary>Declarations as the parser reads them, and their text for tests.</summary>
internal static class Parsed
{
    public static ModuleDecl Module(string source, string type = "Net") => Module(Compilations.Create(source), type);

    public static ModuleDecl Module(CSharpCompilation compilation, string type) => DeclarationParser.Module(Type(compilation, type), default)!;

    public static INamedTypeSymbol Type(CSharpCompilation compilation, string type) => Assert.Single(compilation.GetTypesByMetadataName(type));

    /// <summary>The declaration as if it stood in this compilation: what differs between a class read from source and from its assembly.</summary>
    public static ModuleDecl AtHome(ModuleDecl module) => module with
    {
        IsForeign = false,
        Stages = module.Stages.Select(AtHome).ToEquatableArray(),
        Blocks = module.Blocks.Select(AtHome).ToEquatableArray(),
        Template = module.Template is { } template ? AtHome(template) : null,
    };

    /// <summary>The declaration as lines: "stage Stem", under it "1 Conv(outChannels: 32)", the node's number first.</summary>
    public static string Text(ModuleDecl module) => string.Join("\n", Lines(module, "model")) + "\n";

    public static string Text(Constant constant) => constant switch
    {
        Constant.Integer integer => integer.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Constant.Real real => "real " + real.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Constant.Bool flag => flag.Value ? "true" : "false",
        Constant.Text text => $"'{text.Value}'",
        Constant.Integers list => $"[{string.Join(", ", list.Values)}]",
        Constant.List list => $"<{string.Join(", ", list.Items.Select(Text))}>",
        Constant.Arg arg => arg.Name,
        Constant.Compute compute => $"({Text(compute.Left)} {compute.Operator} {Text(compute.Right)})",
        Constant.Opaque opaque => $"opaque {opaque.Code}",
        _ => "invalid",
    };

    private static IEnumerable<string> Lines(ModuleDecl module, string role)
    {
        yield return $"{role} {module.Type.GlobalName.Replace("global::", "", StringComparison.Ordinal)}{(module.HasForward ? " with Forward" : "")}{(module.IsForeign ? " foreign" : "")}{(module.IsSplit ? " split" : "")}";
        IEnumerable<string> inside =
        [
            .. module.Args.Select(arg => $"arg {arg.Type} {arg.Name} = {Text(arg.Default)}"),
            .. new[] { module.Input, module.Output, module.Key, module.Shape, module.FamilyArgs }.Concat(module.Operators).OfType<AttributeDecl>().OrderBy(attribute => attribute.Node.Value).Select(Line),
            .. module.Stages.SelectMany(stage => Lines(stage, "stage")),
            .. module.Template is { } template ? Lines(template, "template") : [],
            .. module.Blocks.SelectMany(block => Lines(block, "block")),
        ];
        foreach (string line in inside)
        {
            yield return "  " + line;
        }
    }

    private static string Line(AttributeDecl attribute)
    {
        string types = attribute.Types.Count == 0 ? "" : $"<{string.Join(", ", attribute.Types.Select(type => type.Replace("global::", "", StringComparison.Ordinal)))}>";
        string arguments = attribute.Arguments.Count == 0 ? "" : $"({string.Join(", ", attribute.Arguments.Select(argument => $"{argument.Name}: {Text(argument.Value)}"))})";
        return $"{attribute.Node.Value} {attribute.Name}{types}{arguments}";
    }
}
