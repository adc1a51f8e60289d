using System.Collections.Concurrent;
using System.Threading;
using KdGen.Compiler.Ir;
using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>The signatures that recipes ask for, each worked out once a compilation.</summary>
/// <param name="assembly">The assembly that is compiled.</param>
internal sealed class SignatureCache(IAssemblySymbol assembly)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleSignature?> signatures = new(SymbolEqualityComparer.Default);

    /// <summary>The signature of a recipe's model; null when nothing is known about the class.</summary>
    /// <param name="model">The class; null when the recipe has no such model.</param>
    /// <param name="foreign">Its declaration, where it is not among the models of this compilation.</param>
    /// <param name="token">Cancels the reading of attributes.</param>
    public ModuleSignature? Find(INamedTypeSymbol? model, ModuleDecl? foreign, CancellationToken token) => model switch
    {
        null => null,
        _ when TypeReader.IsDefinition(model) && SymbolEqualityComparer.Default.Equals(model.ContainingAssembly, assembly) =>
            // Operators alone make no model that others can name: the generator does not look for such a class.
            signatures.GetOrAdd(model, type => DeclarationParser.IsModel(type) ? RecipeWithModels.Of(DeclarationParser.Module(type, token)) : null),
        _ => signatures.GetOrAdd(model, _ => RecipeWithModels.Of(foreign)),
    };
}
