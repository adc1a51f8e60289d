using System.Collections.Immutable;
using KdGen.Generators.Diagnostics.Suppressors;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Generators.Tests.Diagnostics.Suppressors;

public sealed class StageSuppressorTests
{
    private const string Source = """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4), ReLU]            public partial class Stem { public class Mine; }
            [GlobalAvgPool, Linear(3)] public partial class Head;
            public class Other;
        }
        public class Plain { public class Inside; public int inside; }
        """;

    [Fact]
    public void NestedTypes_AreFineWhereTheyAreStages() => Assert.Equal(["Inside", "Mine", "Other"], Left("CA1034"));

    [Fact]
    public void NamesThatDifferByCase_AreFineWhereTheyAreAStageAndItsField() => Assert.Equal(["Plain: 'Plain.Inside, Plain.inside'"], Left("CA1708"));

    /// <summary>What is left of a rule's diagnostics, which stand where the SDK's analyzers put them.</summary>
    private static string[] Left(string rule)
    {
        ImmutableArray<Diagnostic> diagnostics = GeneratorHarness.Run(Source).Compilation
            .WithAnalyzers([new Complaints(), new StageSuppressor()], new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true))
            .GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == rule && diagnostic.IsSuppressed);
        return [.. diagnostics.Where(diagnostic => diagnostic.Id == rule && !diagnostic.IsSuppressed).Select(diagnostic => diagnostic.GetMessage()).Order(StringComparer.Ordinal)];
    }

    /// <summary>The two rules of the SDK, as far as this source goes.</summary>
#pragma warning disable RS1029, RS1036, RS1038, RS1041, RS2008
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Complaints : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Nested = new("CA1034", "nested", "{0}", "Design", DiagnosticSeverity.Warning, isEnabledByDefault: true);
        private static readonly DiagnosticDescriptor Case = new("CA1708", "case", "{0}: '{1}, {2}'", "Naming", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Nested, Case];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(
                static symbol =>
                {
                    INamedTypeSymbol type = (INamedTypeSymbol)symbol.Symbol;
                    if (type.ContainingType is not null)
                    {
                        symbol.ReportDiagnostic(Diagnostic.Create(Nested, type.Locations[0], type.Name));
                    }

                    foreach (INamedTypeSymbol inner in type.GetTypeMembers())
                    {
                        string small = char.ToLowerInvariant(inner.Name[0]) + inner.Name[1..];
                        if (type.GetMembers(small).Length > 0)
                        {
                            symbol.ReportDiagnostic(Diagnostic.Create(Case, type.Locations[0], type.Name, $"{type.Name}.{inner.Name}", $"{type.Name}.{small}"));
                        }
                    }
                },
                SymbolKind.NamedType);
        }
    }
}
