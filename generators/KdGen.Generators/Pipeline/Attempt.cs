using System;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Pipeline;

/// <summary>
/// A value of the pipeline, or the reason why there is none: a generator that throws is only a quiet warning (CS8785) and takes every
/// other class's code with it, so a defect of ours stays with the declaration that met it and is spoken of in its file (KDG9001).
/// </summary>
/// <param name="Name">The stem of the declaration's file names.</param>
/// <param name="Value">What the step made; null after a failure.</param>
/// <param name="Failure">The exception as one line; null when there was none.</param>
internal sealed record Attempt<T>(string Name, T? Value, string? Failure)
    where T : class
{
    /// <summary>The first step: a class as a declaration, or null when it is none.</summary>
    public static Attempt<T>? OfDeclaration(INamedTypeSymbol type, string step, Func<INamedTypeSymbol, CancellationToken, T?> parse, CancellationToken token)
    {
        string name = HintNames.Of(type);
        try
        {
            return parse(type, token) is { } declaration ? new Attempt<T>(name, declaration, null) : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Attempt<T>(name, null, Describe(step, exception));
        }
    }

    /// <summary>The next step; a failure goes through untouched.</summary>
    public Attempt<TNext> Then<TNext>(string step, Func<T, TNext> run, CancellationToken token)
        where TNext : class
    {
        if (Value is null)
        {
            return new Attempt<TNext>(Name, null, Failure);
        }

        try
        {
            token.ThrowIfCancellationRequested();
            return new Attempt<TNext>(Name, run(Value), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Attempt<TNext>(Name, null, Describe(step, exception));
        }
    }

    private static string Describe(string step, Exception exception) =>
        $"{step}: {exception.GetType().Name}: {exception.Message.Replace('\r', ' ').Replace('\n', ' ')}";
}
