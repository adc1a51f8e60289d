using System.Collections.Immutable;
using KdGen.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Tests.Harness;

/// <summary>Runs generator and analyzer over one source in which [|...|] marks where a diagnostic must stand.</summary>
internal static class AnalyzerHarness
{
    /// <summary>Asserts that the marked source gets exactly this diagnostic there, and that with the generated code C# has nothing to add.</summary>
    public static void Reports(string id, string message, string markup)
    {
        (string source, TextSpan span) = Parse(markup);
        Generated generated = GeneratorHarness.Run(source);
        Diagnostic diagnostic = Assert.Single(Analyze(generated.Compilation));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(message, diagnostic.GetMessage());
        Assert.Equal(source.Substring(span.Start, span.Length), source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal(span, diagnostic.Location.SourceSpan);
        Assert.EndsWith($"/{id}.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
        generated.AssertCompiles();
    }

    /// <summary>Asserts that the source's one diagnostic names the {|...|} place as the other party.</summary>
    public static void PointsTo(string markup)
    {
        (string source, TextSpan other) = Parse(markup.Replace("{|", "[|", StringComparison.Ordinal).Replace("|}", "|]", StringComparison.Ordinal));
        Diagnostic diagnostic = Assert.Single(Analyze(GeneratorHarness.Run(source).Compilation));
        Assert.NotEmpty(diagnostic.AdditionalLocations);
        Assert.Equal(other, diagnostic.AdditionalLocations[0].SourceSpan);
    }

    /// <summary>Asserts that neither the analyzer nor C# has anything to say.</summary>
    public static void IsSilent(string source)
    {
        Generated generated = GeneratorHarness.Run(source);
        Assert.Empty(Analyze(generated.Compilation));
        generated.AssertCompiles();
    }

    /// <summary>The analyzer's diagnostics in source order, after pragmas, options and suppressions.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation)
    {
        ImmutableArray<Diagnostic> diagnostics = compilation
            .WithAnalyzers([new DeclarationAnalyzer()], new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false))
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id is "AD0001" or "KDG9001");
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The source without its marks, and the marked span.</summary>
    public static (string Source, TextSpan Span) Parse(string markup)
    {
        int start = markup.IndexOf("[|", StringComparison.Ordinal);
        int end = markup.IndexOf("|]", StringComparison.Ordinal) - 2;
        Assert.True(start >= 0 && end > start, "the source has no [|...|]");
        return (markup.Remove(start, 2).Remove(end, 2), TextSpan.FromBounds(start, end));
    }
}
