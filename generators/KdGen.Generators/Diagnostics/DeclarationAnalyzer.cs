using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Passes.Lints;
using KdGen.Compiler.Problems;
using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
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
                Known known = Known.Of(start.Compilation);
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.NamedType);
                start.RegisterSymbolAction(symbol => OwnLossChecks.Analyze(symbol, known), SymbolKind.Method);
            }
        });
    }

    /// <summary>All that is done for one class.</summary>
    internal static void Analyze(SymbolAnalysisContext context, Known known)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class)
        {
            return;
        }

        try
        {
            if (IsPlain(type))
            {
                return;
            }

            Report(context, type, new EffectChecks(known.Blocks, context.CancellationToken).Of(type), [], known);
            if (IntendedModels.Contain(type, known.Blocks, context.CancellationToken))
            {
                if (known.Models.Own(type, context.CancellationToken) is { Shaped: var shaped, Classes: var classes })
                {
                    IEnumerable<Problem> unread = UnreadStages.Of(shaped)
                        .Where(stage => !known.Reads.Contains(stage, ClassOf(stage.Around.Type.GlobalName), context.CancellationToken))
                        .Select(static stage => stage.Problem);
                    IEnumerable<Problem> problems = shaped.Problems.Concat(known.Uses.Conflicts(shaped)).Concat(unread);
                    Report(context, type, classes.Any(static one => Unbound.IsIn(one.Value)) ? Unbound.Regardless(problems) : problems, classes, known);

                    INamedTypeSymbol? ClassOf(string name) => classes.FirstOrDefault(one => one.Key == name).Value;
                }
            }

            if (DeclarationParser.Recipe(type, context.CancellationToken) is { } recipe)
            {
                var (teacher, student) = DeclarationParser.ModelsOf(type)!.Value;
                KnownModel? taught = known.Models.Find(teacher, recipe.ForeignTeacher, context.CancellationToken);
                KnownModel? learned = known.Models.Find(student, recipe.ForeignStudent, context.CancellationToken);
                RecipeWithModels whole = new RecipeWithModels(recipe, Signature(taught), Signature(learned)).WithTaps(taught?.Shaped, learned?.Shaped);
                RecipeIr bound = RecipeBinder.Bind(recipe, whole.Teacher, whole.Student, new Insides(taught?.Shaped, learned?.Shaped));

                // The recipe's problems speak of places in its models too.
                bool isUnbound = new[] { type, teacher, student }.Any(Unbound.IsIn) || (taught?.Classes ?? []).Concat(learned?.Classes ?? []).Any(static known => Unbound.IsIn(known.Value));
                Report(context, type, isUnbound ? Unbound.Regardless(bound.Problems) : bound.Problems, [.. taught?.Classes ?? [], .. learned?.Classes ?? []], known);
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

    /// <summary>Nothing about the class can be of the language, as of nearly every class of a project.</summary>
    private static bool IsPlain(INamedTypeSymbol type) =>
        type.GetAttributes().IsEmpty && type.GetTypeMembers().IsEmpty && !type.GetMembers().Any(static member => member is IFieldSymbol { IsImplicitlyDeclared: false } && !member.GetAttributes().IsEmpty);

    private static ModuleSignature? Signature(KnownModel? model) => model is null ? null : ModuleSignature.Of(model.Shaped);

    /// <param name="context">Where to report.</param>
    /// <param name="type">The model or recipe.</param>
    /// <param name="problems">What was found.</param>
    /// <param name="classes">Its stages and blocks, for a recipe its models and theirs, by the names that nodes have for them.</param>
    /// <param name="known">What the compilation's analyses share.</param>
    private static void Report(SymbolAnalysisContext context, INamedTypeSymbol type, IEnumerable<Problem> problems, IEnumerable<KeyValuePair<string, INamedTypeSymbol>> classes, Known known)
    {
        foreach (Problem problem in problems)
        {
            Location location = SourceMap.Locate(type, OwnerOf(problem.Node), problem.Node, problem.Argument, context.Compilation, context.CancellationToken);
            DiagnosticParts parts = DiagnosticParts.Of(problem, spot => SourceMap.Find(OwnerOf(spot.Node), spot.Node, spot.Argument, context.Compilation, context.CancellationToken));
            Diagnostic diagnostic = Diagnostic.Create(Descriptors.Of(problem.Code), location, parts.Locations, parts.Properties, problem.Arguments.ToArray<object?>());

            // Several models share a block, and a family its template: who says it first may say it again, when an editor asks again.
            if (SymbolEqualityComparer.Default.Equals(known.Reporters.GetOrAdd((location, diagnostic.Id, problem.Message), type), type))
            {
                context.ReportDiagnostic(diagnostic);
            }
        }

        INamedTypeSymbol? OwnerOf(NodeId node) => node.Owner is null ? type : classes.FirstOrDefault(known => known.Key == node.Owner).Value;
    }

    /// <summary>What is worked out once a compilation.</summary>
    /// <param name="Models">The models that recipes name.</param>
    /// <param name="Blocks">The names of blocks.</param>
    /// <param name="Reads">What reads stages but their models.</param>
    /// <param name="Uses">What models make of the blocks that they share.</param>
    /// <param name="Reporters">Which class or method said what where.</param>
    internal sealed record Known(ModelCache Models, BlockNames Blocks, StageReads Reads, BlockUses Uses, ConcurrentDictionary<(Location, string Id, string Message), ISymbol> Reporters)
    {
        public static Known Of(Compilation compilation) => new(new ModelCache(compilation.Assembly), new BlockNames(compilation), new StageReads(compilation), new BlockUses(), new());
    }
}
