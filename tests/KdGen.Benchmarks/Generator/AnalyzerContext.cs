using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Benchmarks.Generator;

internal static class AnalyzerContext
{
    private static readonly AnalyzerOptions Options = new([]);

    /// <summary>One class for an analyzer. The driver that Roslyn recommends in its place checks the whole compilation first and tells the sum over all classes alone.</summary>
#pragma warning disable CS0618
    public static SymbolAnalysisContext Of(INamedTypeSymbol type, Compilation compilation, Action<Diagnostic> report) => new(type, compilation, Options, report, static _ => true, default);
#pragma warning restore CS0618
}
