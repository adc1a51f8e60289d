using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// Compares the file in a recipe's TeacherWeights with the declared teacher. The build has read the file's names and shapes into texts (see
/// KdGen.targets), which come as additional files; no data is read here.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WeightsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptors.WeightsDiffer, Descriptors.WeightsUnread];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.HasLanguage(start.Compilation))
            {
                // Read by the first recipe that asks: most compilations have none.
                Lazy<EquatableArray<WeightsHeader>> headers = new(() => Headers(start.Options.AdditionalFiles, start.CancellationToken));
                start.RegisterSymbolAction(symbol => Analyze(symbol, headers), SymbolKind.NamedType);
            }
        });
    }

    /// <summary>All that is done for one class.</summary>
    internal static void Analyze(SymbolAnalysisContext context, Lazy<EquatableArray<WeightsHeader>> headers)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class
            || DeclarationParser.ModelsOf(type) is not ({ } teacher, _)
            || DeclarationParser.Recipe(type, context.CancellationToken) is not { } recipe
            || !recipe.Header.Arguments.Any(static argument => argument.Name == "TeacherWeights")
            || (recipe.ForeignTeacher ?? DeclarationParser.Module(teacher, context.CancellationToken)) is not { } declaration)
        {
            return;
        }

        foreach (Problem problem in WeightsChecks.Of(recipe, StateDict.Of(ShapeInference.Infer(Binder.Bind(declaration))), headers.Value))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.Of(problem.Code),
                SourceMap.Locate(type, type, problem.Node, problem.Argument, context.Compilation, context.CancellationToken),
                problem.Arguments.ToArray<object?>()));
        }
    }

    private static EquatableArray<WeightsHeader> Headers(ImmutableArray<AdditionalText> files, CancellationToken token)
        => files
            .Where(static file => file.Path.Replace('\\', '/').Contains("/kdgen/"))
            .Select(file => WeightsHeader.Parse(file.GetText(token)?.ToString() ?? ""))
            .OfType<WeightsHeader>()
            .ToEquatableArray();
}
