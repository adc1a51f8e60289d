using System.Collections.Concurrent;
using System.Threading;
using KdGen.Compiler.Ir;
using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>The models that recipes name, each worked out once a compilation.</summary>
/// <param name="assembly">The assembly that is compiled.</param>
internal sealed class ModelCache(IAssemblySymbol assembly)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ShapedModule?> models = new(SymbolEqualityComparer.Default);

    /// <summary>A recipe's model with its shapes; null when nothing is known about the class.</summary>
    /// <param name="model">The class; null when the recipe has no such model.</param>
    /// <param name="foreign">Its declaration, where it is not among the models of this compilation.</param>
    /// <param name="token">Cancels the reading of attributes.</param>
    public ShapedModule? Find(INamedTypeSymbol? model, ModuleDecl? foreign, CancellationToken token) => model switch
    {
        null => null,
        _ when TypeReader.IsDefinition(model) && SymbolEqualityComparer.Default.Equals(model.ContainingAssembly, assembly) =>
            // Operators alone make no model that others can name: the generator does not look for such a class.
            models.GetOrAdd(model, type => DeclarationParser.IsModel(type) ? RecipeWithModels.Shaped(DeclarationParser.Module(type, token)) : null),
        _ => models.GetOrAdd(model, _ => RecipeWithModels.Shaped(foreign)),
    };
}
