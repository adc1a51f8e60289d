using System;
using System.Collections.Immutable;
using System.Linq;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Generators.Diagnostics;

/// <summary>What is wrong with a method marked [Loss], at its expressions; whether or not a recipe uses it.</summary>
internal static class OwnLossChecks
{
    /// <summary>All that is done for one method.</summary>
    public static void Analyze(SymbolAnalysisContext context, DeclarationAnalyzer.Known known)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (method.MethodKind != MethodKind.Ordinary || !Language.IsLoss(method))
        {
            return;
        }

        try
        {
            OwnLossReader.Read(method, context.Compilation, context.CancellationToken, null, out ImmutableArray<FormulaFault> faults);
            foreach (FormulaFault fault in faults)
            {
                Diagnostic diagnostic = Diagnostic.Create(Descriptors.Of(fault.Code), fault.Location, [.. fault.Arguments.Cast<object?>()]);

                // Two losses may call one method that has no formula.
                if (SymbolEqualityComparer.Default.Equals(known.Reporters.GetOrAdd((fault.Location, diagnostic.Id, diagnostic.GetMessage()), method), method))
                {
                    context.ReportDiagnostic(diagnostic);
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.Internal,
                method.Locations[0],
                method.Name,
                $"{exception.GetType().Name}: {exception.Message.Replace('\r', ' ').Replace('\n', ' ')}"));
        }
    }
}
