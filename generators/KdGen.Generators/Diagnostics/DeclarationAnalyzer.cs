using System;
using System.Collections.Immutable;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// Says what is wrong with a model or recipe while it is typed. It runs the generator's own parser and passes, so the two never
/// disagree; it is an analyzer because editors run generators only on save or build.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.HasLanguage(start.Compilation))
            {
                SignatureCache signatures = new(start.Compilation.Assembly);
                start.RegisterSymbolAction(symbol => Analyze(symbol, signatures), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, SignatureCache signatures)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class)
        {
            return;
        }

        try
        {
            if (DeclarationParser.Module(type, context.CancellationToken) is { } module)
            {
                Report(context, type, ShapeInference.Infer(Binder.Bind(module)).Problems);
            }

            if (DeclarationParser.Recipe(type, context.CancellationToken) is { } recipe)
            {
                var (teacher, student) = DeclarationParser.ModelsOf(type)!.Value;
                RecipeIr bound = RecipeBinder.Bind(
                    recipe,
                    signatures.Find(teacher, recipe.Teacher, context.CancellationToken),
                    signatures.Find(student, recipe.Student, context.CancellationToken));
                Report(context, type, bound.Problems);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.Internal,
                type.Locations[0],
                type.Name,
                $"{exception.GetType().Name}: {exception.Message.Replace('\r', ' ').Replace('\n', ' ')}"));
        }
    }

    private static void Report(SymbolAnalysisContext context, INamedTypeSymbol type, EquatableArray<Problem> problems)
    {
        foreach (Problem problem in problems)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.Of(problem.Code),
                SourceMap.Locate(type, problem.Node, problem.Argument, context.CancellationToken),
                problem.Arguments.ToArray<object?>()));
        }
    }
}
