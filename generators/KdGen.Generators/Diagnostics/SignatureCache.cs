using System.Collections.Concurrent;
using System.Threading;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>The signatures that recipes ask for, each worked out once a compilation.</summary>
/// <param name="assembly">The assembly that is compiled: a model of another one is unknown, as it is to the generator.</param>
internal sealed class SignatureCache(IAssemblySymbol assembly)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleSignature?> signatures = new(SymbolEqualityComparer.Default);

    /// <summary>The signature of a recipe's model; null when the class is no model of this compilation.</summary>
    /// <param name="model">The class; null when the recipe has no such model.</param>
    /// <param name="reference">The class as the recipe names it.</param>
    /// <param name="token">Cancels the reading of attributes.</param>
    public ModuleSignature? Find(INamedTypeSymbol? model, string? reference, CancellationToken token)
    {
        if (model is null || !SymbolEqualityComparer.Default.Equals(model.ContainingAssembly, assembly))
        {
            return null;
        }

        // Operators alone make no model that others can name: the generator does not look for such a class.
        ModuleSignature? signature = signatures.GetOrAdd(model, type =>
            DeclarationParser.IsModel(type) && DeclarationParser.Module(type, token) is { } module
                ? ModuleSignature.Of(ShapeInference.Infer(Binder.Bind(module)))
                : null);
        return signature?.Type == reference ? signature : null;
    }
}
