using System.Collections.Immutable;
using System.Diagnostics;
using KdGen.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Generators.Tests.Robustness;

/// <summary>What generator and analyzers say about a compilation, and after what time.</summary>
/// <param name="Driver">The generator's driver after it.</param>
/// <param name="Milliseconds">Of the generator and the analyzers together.</param>
/// <param name="Defect">What must never be seen: an exception, CS8785, AD0001, KDG9001; null when there was none.</param>
internal sealed record Answer(GeneratorDriver Driver, double Milliseconds, string? Defect)
{
    public static GeneratorDriver NewDriver(CSharpParseOptions options) => CSharpGeneratorDriver.Create([new KdGenerator().AsSourceGenerator()], parseOptions: options);

    public static Answer To(CSharpCompilation compilation, GeneratorDriver driver)
    {
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out ImmutableArray<Diagnostic> diagnostics);
        ImmutableArray<Diagnostic> analyzed = whole
            .WithAnalyzers([new DeclarationAnalyzer(), new WeightsAnalyzer()])
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        GeneratorRunResult result = driver.GetRunResult().Results[0];
        string? defect = result.Exception?.ToString()
            ?? diagnostics.Concat(analyzed).FirstOrDefault(static diagnostic => diagnostic.Id is "CS8785" or "AD0001" or "KDG9001")?.ToString()
            ?? result.GeneratedSources.Select(static file => file.SourceText.ToString()).FirstOrDefault(static text => text.Contains("KDG9001", StringComparison.Ordinal));
        return new Answer(driver, milliseconds, defect);
    }
}
