using Microsoft.CodeAnalysis;

namespace KdGen.Generators;

/// <summary>The runtime's types, looked up by name; the language's attributes are known by their symbols, see <see cref="Parsing.Language"/>.</summary>
internal static class KnownSymbols
{
    /// <summary>Whether the compilation sees the language at all: the first question of everything that runs while somebody types.</summary>
    public static bool HasLanguage(Compilation compilation) => !compilation.GetTypesByMetadataName("KdGen.LayerAttribute").IsEmpty;
}
