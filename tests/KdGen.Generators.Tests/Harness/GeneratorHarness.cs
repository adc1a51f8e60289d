using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Harness;

/// <summary>A generator run: the files it wrote and the compilation with them.</summary>
internal sealed record Generated(CSharpCompilation Compilation, ImmutableSortedDictionary<string, string> Files)
{
    private const string MissingComment = "CS1591";

    public string this[string file] => Files.TryGetValue(file, out string? text)
        ? text
        : throw new KeyNotFoundException($"the generator wrote no {file}, but {string.Join(", ", Files.Keys)}");

    /// <summary>What C# says, errors and warnings, with the generated files' blanket pragma taken out.</summary>
    public ImmutableArray<Diagnostic> CompilerDiagnostics() => [.. AllDiagnostics().Where(diagnostic => diagnostic.Id != MissingComment)];

    /// <summary>The public members without a documentation comment.</summary>
    public ImmutableArray<Diagnostic> Undocumented() => [.. AllDiagnostics().Where(diagnostic => diagnostic.Id == MissingComment)];

    public void AssertCompiles()
    {
        ImmutableArray<Diagnostic> diagnostics = CompilerDiagnostics();
        Assert.True(diagnostics.IsEmpty, string.Join("\n", diagnostics) + "\n" + string.Join("\n", Files.Select(file => $"== {file.Key}\n{file.Value}")));
    }

    /// <summary>As <see cref="AssertCompiles"/>, for a source that C# has a warning about.</summary>
    public void AssertNoErrors()
    {
        Diagnostic[] errors = [.. CompilerDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, string.Join("\n", errors.Select(error => error.ToString())) + "\n" + string.Join("\n", Files.Select(file => $"== {file.Key}\n{file.Value}")));
    }

    private ImmutableArray<Diagnostic> AllDiagnostics()
    {
        CSharpCompilation open = Compilation;
        foreach (SyntaxTree tree in Compilation.SyntaxTrees.Where(tree => Files.Keys.Any(file => tree.FilePath.EndsWith(file, StringComparison.Ordinal))))
        {
            string text = tree.ToString().Replace("#pragma warning disable\n", "", StringComparison.Ordinal);
            open = open.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath.Replace(".g.cs", ".cs", StringComparison.Ordinal)));
        }

        return [.. open.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }
}

/// <summary>Runs the generator as the compiler does.</summary>
internal static class GeneratorHarness
{
    public static Generated Run(params string[] sources) => Run(Compilations.Create(sources));

    public static Generated Run(CSharpCompilation compilation)
    {
        GeneratorDriver driver = Driver((CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        return new Generated((CSharpCompilation)output, FilesOf(driver));
    }

    /// <summary>A driver that remembers which steps ran.</summary>
    public static CSharpGeneratorDriver Driver(CSharpParseOptions? options = null) => CSharpGeneratorDriver.Create(
        [new KdGenerator().AsSourceGenerator()],
        parseOptions: options ?? Compilations.Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The files of a driver's last run, after asserting that it neither threw nor met a defect of its own.</summary>
    public static ImmutableSortedDictionary<string, string> FilesOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        ImmutableSortedDictionary<string, string> files = result.GeneratedSources.ToImmutableSortedDictionary(
            source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal);
        string? defect = files.Values.FirstOrDefault(text => text.Contains("KDG9001", StringComparison.Ordinal));
        Assert.True(defect is null, defect);
        return files;
    }
}
