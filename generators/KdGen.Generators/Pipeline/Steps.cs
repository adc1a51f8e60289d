using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Pipeline;

/// <summary>How the pipeline's steps are put together.</summary>
internal static class Steps
{
    /// <summary>The models that <paramref name="attribute"/> finds: a class is found by its [Input], without one by its [Teacher], then by its [Student], else by its [Args].</summary>
    public static IncrementalValuesProvider<Attempt<ModuleDecl>> Models(this IncrementalGeneratorInitializationContext context, string attribute) =>
        context.Find(attribute, DeclarationParser.ModelMarks, TrackingNames.Parse, DeclarationParser.Module);

    /// <summary>The recipes that <paramref name="attribute"/> finds: a class is found by its [Distill], without one by its [Train].</summary>
    public static IncrementalValuesProvider<Attempt<RecipeDecl>> Recipes(this IncrementalGeneratorInitializationContext context, string attribute) =>
        context.Find(attribute, DeclarationParser.RecipeMarks, TrackingNames.ParseRecipe, DeclarationParser.Recipe);

    /// <summary>A pass of the compiler as a step.</summary>
    public static IncrementalValuesProvider<Attempt<TNext>> Then<T, TNext>(this IncrementalValuesProvider<Attempt<T>> source, string step, Func<T, TNext> pass)
        where T : class
        where TNext : class =>
        source.Select((value, token) => value.Then(step, pass, token)).WithTrackingName(step);

    /// <summary>A step that reads a small summary of all declarations beside its own value.</summary>
    public static IncrementalValuesProvider<Attempt<TNext>> Combine<T, TSummary, TNext>(
        this IncrementalValuesProvider<Attempt<T>> source,
        IncrementalValueProvider<TSummary> summary,
        string step,
        Func<T, TSummary, TNext> pass)
        where T : class
        where TNext : class =>
        source.Combine(summary).Select((pair, token) => pair.Left.Then(step, value => pass(value, pair.Right), token)).WithTrackingName(step);

    /// <summary>Every block's text once: a block's code is the same in whatever model it is met.</summary>
    public static IncrementalValuesProvider<Attempt<string>> Distinct(this IEnumerable<IncrementalValuesProvider<Attempt<BlockFiles>>> sources) =>
        sources
            .Select(static source => source.SelectMany(static (blocks, _) => BlockFiles.Of(blocks)).Collect())
            .Together(static all => all
                .OrderBy(static block => block.Name, StringComparer.Ordinal)
                .ThenBy(static block => block.Value ?? "", StringComparer.Ordinal)
                .GroupBy(static block => block.Name, StringComparer.Ordinal)
                .Select(static same => same.First()))
            .SelectMany(static (blocks, _) => blocks)
            .WithTrackingName(TrackingNames.EmitBlock);

    /// <summary>The file name stems of declarations.</summary>
    public static IncrementalValueProvider<ImmutableArray<string>> Names<T>(this IncrementalValuesProvider<Attempt<T>> source)
        where T : class =>
        source.Select(static (value, _) => value.Name).Collect();

    /// <summary>What a step made, without its failures.</summary>
    public static IncrementalValueProvider<ImmutableArray<T>> Values<T>(this IncrementalValuesProvider<Attempt<T>> source)
        where T : class =>
        source.Where(static value => value.Value is not null).Select(static (value, _) => value.Value!).Collect();

    /// <summary>What several providers hold, as one value. Everything that reads it runs again when any of them changes: only for small summaries.</summary>
    public static IncrementalValueProvider<EquatableArray<T>> Together<T>(this IEnumerable<IncrementalValueProvider<ImmutableArray<T>>> sources, Func<IEnumerable<T>, IEnumerable<T>> order)
        where T : IEquatable<T> =>
        sources
            .Aggregate((left, right) => left.Combine(right).Select(static (pair, _) => pair.Left.AddRange(pair.Right)))
            .Select((items, _) => new EquatableArray<T>(order(items)));

    /// <summary>Adds the files of an artefact ("Module") to the compilation.</summary>
    public static void Add(this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Attempt<string>> texts, string artefact, IncrementalValueProvider<EquatableArray<string>> clashes) =>
        context.RegisterSourceOutput(
            texts.Combine(clashes),
            (output, pair) => GeneratedFile.Of(pair.Left, artefact, pair.Right).AddTo(output));

    private static IncrementalValuesProvider<Attempt<T>> Find<T>(
        this IncrementalGeneratorInitializationContext context,
        string attribute,
        ImmutableArray<Word> marks,
        string step,
        Func<INamedTypeSymbol, CancellationToken, T?> parse)
        where T : class =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is ClassDeclarationSyntax,
                (found, token) => IsFoundHere(found, marks) ? Attempt<T>.OfDeclaration((INamedTypeSymbol)found.TargetSymbol, step, parse, token) : null)
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(step);

    // A class may carry several marks, and (wrongly) the same one on several of its parts: exactly one of them brings it into the pipeline.
    private static bool IsFoundHere(GeneratorAttributeSyntaxContext found, ImmutableArray<Word> marks) =>
        Language.FirstOf((INamedTypeSymbol)found.TargetSymbol, marks) is { ApplicationSyntaxReference: { } mark } first
        && found.Attributes.Contains(first)
        && mark.SyntaxTree == found.TargetNode.SyntaxTree
        && found.TargetNode.Span.Contains(mark.Span);
}
