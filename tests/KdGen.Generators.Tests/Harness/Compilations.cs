using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Harness;

/// <summary>Compilations of sources in memory, against KdGen and the torch provider that this test project was built with.</summary>
internal static class Compilations
{
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    public static CSharpCompilationOptions CompilationOptions { get; } = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>Shared, so that Roslyn reads and binds the metadata once for the whole run.</summary>
    public static ImmutableArray<MetadataReference> References { get; } = [.. Paths().Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>A library from sources that lie in /0.cs, /1.cs and so on.</summary>
    public static CSharpCompilation Create(params string[] sources) => Create(Options, sources);

    public static CSharpCompilation Create(CSharpParseOptions options, params string[] sources) => CSharpCompilation.Create(
        "Users",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, options, $"/{index}.cs")),
        References,
        CompilationOptions);

    /// <summary>The compilation with a tree's text changed, as an editor does it.</summary>
    public static CSharpCompilation Edit(this CSharpCompilation compilation, string from, string to, int tree = 0)
    {
        SyntaxTree old = compilation.SyntaxTrees[tree];
        string text = old.ToString();
        Assert.Contains(from, text, StringComparison.Ordinal);
        return compilation.WithText(text.Replace(from, to, StringComparison.Ordinal), tree);
    }

    public static CSharpCompilation WithText(this CSharpCompilation compilation, string text, int tree = 0)
    {
        SyntaxTree old = compilation.SyntaxTrees[tree];
        return compilation.ReplaceSyntaxTree(old, old.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text)));
    }

    private static IEnumerable<string> Paths()
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return platform.Where(path => Path.GetDirectoryName(path) == framework && Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(ConvAttribute).Assembly.Location)
            .Append(typeof(TorchSharp.torch).Assembly.Location);
    }
}
