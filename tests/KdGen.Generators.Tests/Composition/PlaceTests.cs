using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Generators.Parsing;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Composition;

/// <summary>A block's code is written once, from any of its places: the others would have given the same text.</summary>
public sealed class PlaceTests
{
    [Fact]
    public void Samples_AreWrittenAlikeFromEveryPlace()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples/Models"), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        Assert.NotEmpty(sources);
        AreAlike(Compilations.Create(sources), atLeast: 20);
    }

    [Fact]
    public void EveryComposition_IsWrittenAlikeFromEveryPlace() => AreAlike(Compilations.Create(Sources.Composed), atLeast: 5);

    private static void AreAlike(CSharpCompilation compilation, int atLeast)
    {
        Dictionary<string, string> first = [];
        int compared = 0;
        foreach (INamedTypeSymbol model in compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(DeclarationParser.IsModel))
        {
            ShapedModule shaped = ShapeInference.Infer(Binder.Bind(DeclarationParser.Module(model, default)!));
            Assert.False(shaped.HasErrors);
            foreach (ShapedClass place in Places(shaped.Body!).Where(place => !place.IsClosed).Distinct(ReferenceEqualityComparer.Instance).Cast<ShapedClass>())
            {
                string name = place.Declaration.Type.GlobalName;
                string text = Text(new ClassBuilder(place).Of(place));
                if (!first.TryAdd(name, text))
                {
                    compared++;
                    Assert.Equal(first[name], text);
                }
            }
        }

        Assert.True(compared >= atLeast, $"only {compared} places were compared: the test has lost its aim");
    }

    private static IEnumerable<ShapedClass> Places(ShapedClass place) =>
        place.Steps.SelectMany(step => step switch
        {
            Step.Child child => Places(child.Class),
            Step.Repeat repeat => repeat.Blocks.SelectMany(Places),
            _ => [],
        }).Prepend(place);

    /// <summary>All but the comments, which show the shapes of one place, and the defaults of a model.</summary>
    private static string Text(ClassCode code) => string.Join("\n",
    [
        .. code.Fields.Select(field => field.Code).Where(field => !field.StartsWith("///", StringComparison.Ordinal)),
        .. code.Parameters.Select(parameter => $"{parameter.Type} {parameter.Name}"),
        .. code.Creations,
        .. code.Registrations.Select(registration => registration.ToString()),
        .. code.Forward.Select(line => line.Code),
    ]);
}
