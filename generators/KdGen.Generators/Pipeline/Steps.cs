using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Pipeline;

/// <summary>How the pipeline's steps are put together.</summary>
internal static class Steps
{
    /// <summary>The compilation's declarations.</summary>
    public static IncrementalValueProvider<Declarations> Declarations(this IncrementalGeneratorInitializationContext context)
    {
        DeclarationReader reader = new();
        return context.CompilationProvider.Select(reader.Read);
    }

    /// <summary>Its models.</summary>
    public static IncrementalValuesProvider<Attempt<ModuleDecl>> Models(this IncrementalValueProvider<Declarations> declarations) =>
        declarations.SelectMany(static (all, _) => all.Models).WithTrackingName(TrackingNames.Parse);

    /// <summary>Its recipes.</summary>
    public static IncrementalValuesProvider<Attempt<RecipeDecl>> Recipes(this IncrementalValueProvider<Declarations> declarations) =>
        declarations.SelectMany(static (all, _) => all.Recipes).WithTrackingName(TrackingNames.ParseRecipe);

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
    public static IncrementalValuesProvider<Attempt<string>> Distinct(this IncrementalValuesProvider<Attempt<BlockFiles>> source) =>
        source
            .SelectMany(static (blocks, _) => BlockFiles.Of(blocks))
            .Together(static all => all
                .OrderBy(static block => block.Name, StringComparer.Ordinal)
                .ThenBy(static block => block.Value ?? "", StringComparer.Ordinal)
                .GroupBy(static block => block.Name, StringComparer.Ordinal)
                .Select(static same => same.First()))
            .SelectMany(static (blocks, _) => blocks)
            .WithTrackingName(TrackingNames.EmitBlock);

    /// <summary>The file name stems of declarations.</summary>
    public static IncrementalValuesProvider<string> Names<T>(this IncrementalValuesProvider<Attempt<T>> source)
        where T : class =>
        source.Select(static (value, _) => value.Name);

    /// <summary>Which of all names differ by case alone.</summary>
    public static IncrementalValueProvider<EquatableArray<string>> Clashes(
        IncrementalValuesProvider<string> models,
        IncrementalValuesProvider<string> recipes,
        IncrementalValuesProvider<string> blocks) =>
        models.Collect().Combine(recipes.Collect()).Combine(blocks.Collect()).Select(static (names, _) =>
            HintNames.Clashes(names.Left.Left.Concat(names.Left.Right).Concat(names.Right)).ToEquatableArray());

    /// <summary>What a step made, without its failures.</summary>
    public static IncrementalValuesProvider<T> Values<T>(this IncrementalValuesProvider<Attempt<T>> source)
        where T : class =>
        source.SelectMany(static (value, _) => value.Value is { } one ? (T[])[one] : []);

    /// <summary>All values as one. Everything that reads it runs again when any of them changes: only for small summaries.</summary>
    public static IncrementalValueProvider<EquatableArray<T>> Together<T>(this IncrementalValuesProvider<T> source, Func<IEnumerable<T>, IEnumerable<T>> order)
        where T : IEquatable<T> =>
        source.Collect().Select((items, _) => new EquatableArray<T>(order(items)));

    /// <summary>Adds the files of an artefact ("Module") to the compilation.</summary>
    public static void Add(this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Attempt<string>> texts, string artefact, IncrementalValueProvider<EquatableArray<string>> clashes) =>
        context.RegisterSourceOutput(
            texts.Combine(clashes),
            (output, pair) => GeneratedFile.Of(pair.Left, artefact, pair.Right).AddTo(output));
}
