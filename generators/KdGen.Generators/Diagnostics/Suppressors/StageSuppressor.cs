using System;
using System.Collections.Immutable;
using System.Linq;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Generators.Diagnostics.Suppressors;

/// <summary>
/// Takes back what the SDK's analyzers say about stages because of how the language is made: a stage is a visible nested class, and its field has its name with a small first letter.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StageSuppressor : DiagnosticSuppressor
{
    /// <summary>Nested types should not be visible.</summary>
    public static readonly SuppressionDescriptor Nested = new("KDGS1034", "CA1034", "A stage is a nested class, by which losses name it");

    /// <summary>Identifiers should differ by more than case.</summary>
    public static readonly SuppressionDescriptor Case = new("KDGS1708", "CA1708", "A stage's field has the stage's name, with a small first letter");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [Nested, Case];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (!KnownSymbols.HasLanguage(context.Compilation))
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (TypeAt(diagnostic.Location, context) is { } type
                && (diagnostic.Id == Nested.SuppressedDiagnosticId ? ModuleReader.IsStage(type) : IsAboutAStage(type, diagnostic.GetMessage())))
            {
                context.ReportSuppression(Suppression.Create(diagnostic.Id == Nested.SuppressedDiagnosticId ? Nested : Case, diagnostic));
            }
        }
    }

    private static INamedTypeSymbol? TypeAt(Location location, SuppressionAnalysisContext context) =>
        location.SourceTree is { } tree
        && tree.GetRoot(context.CancellationToken).FindNode(location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken) as INamedTypeSymbol
            : null;

    // The message names both: 'Net.Stem, Net.stem'.
    private static bool IsAboutAStage(INamedTypeSymbol type, string message) => type.GetTypeMembers().Any(stage =>
        ModuleReader.IsStage(stage)
        && message.IndexOf("." + stage.Name, StringComparison.Ordinal) >= 0
        && message.IndexOf("." + char.ToLowerInvariant(stage.Name[0]) + stage.Name.Substring(1), StringComparison.Ordinal) >= 0);
}
