using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using KdGen.Compiler.Ir;
using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>The models of a compilation and those that its recipes name, each worked out once.</summary>
/// <param name="assembly">The assembly that is compiled.</param>
internal sealed class ModelCache(IAssemblySymbol assembly)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, KnownModel?> models = new(SymbolEqualityComparer.Default);

    /// <summary>A recipe's model with its shapes; null when nothing is known about the class.</summary>
    /// <param name="model">The class; null when the recipe has no such model.</param>
    /// <param name="foreign">Its declaration, where it is not among the models of this compilation.</param>
    /// <param name="token">Cancels the reading of attributes.</param>
    public KnownModel? Find(INamedTypeSymbol? model, ModuleDecl? foreign, CancellationToken token) => model switch
    {
        null => null,
        _ when TypeReader.IsDefinition(model) && SymbolEqualityComparer.Default.Equals(model.ContainingAssembly, assembly) =>
            // Operators alone make no model that others can name: the generator does not look for such a class.
            DeclarationParser.IsModel(model) ? Own(model, token) : null,
        _ => models.GetOrAdd(model, _ => RecipeWithModels.Shaped(foreign) is { } shaped ? new KnownModel(shaped, ImmutableDictionary<string, INamedTypeSymbol>.Empty) : null),
    };

    /// <summary>A class of this compilation, which is a model or was meant as one; null when nothing about it is of the language.</summary>
    public KnownModel? Own(INamedTypeSymbol type, CancellationToken token) => models.GetOrAdd(type, own => Read(own, token));

    private KnownModel? Read(INamedTypeSymbol type, CancellationToken token)
    {
        ModuleReader reader = new(assembly, token);
        return RecipeWithModels.Shaped(reader.Model(type)) is { } shaped
            ? new KnownModel(shaped, [.. reader.Classes, new(TypeReader.ReferenceTo(type), type)])
            : null;
    }
}

/// <summary>A model with its shapes.</summary>
/// <param name="Shaped">The model.</param>
/// <param name="Classes">It, its stages and its blocks, by the names that <see cref="NodeId.Owner"/> has for them from outside; empty for a model of another project.</param>
internal sealed record KnownModel(ShapedModule Shaped, IReadOnlyCollection<KeyValuePair<string, INamedTypeSymbol>> Classes);
