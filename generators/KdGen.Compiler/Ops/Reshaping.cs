using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>The same values in another shape.</summary>
internal static class Reshaping
{
    private const long Open = -1;

    public static readonly OpSpec Reshape = new(
        "Reshape",
        new([OpParameter.List("shape")]),
        Effect.MakesShape,
        Infer,
        static _ => default,
        new Lowering.Function(Call, MayAlias: true))
    {
        Dims = static place => [.. Resolved(place)],
    };

    private static ShapeAnswer Infer(LayerIr layer, Flow input)
    {
        EquatableArray<long> sizes = layer.Integers("shape");
        if (sizes.Count is 0 or > 3 || sizes.Any(static size => size is 0 or < Open) || sizes.Count(static size => size == Open) > 1)
        {
            return new ShapeAnswer(null, new Problem(
                ProblemCode.OutOfRange, layer.Node, layer.Written("shape"),
                layer.Operator,
                sizes.Count == 0 ? "no sizes" : $"the shape {Text(sizes)}",
                "give one to three sizes of at least 1, of which one may be -1 for what is left"));
        }

        long elements = input.Shape.Elements;
        long stated = Product(sizes);
        bool isOpen = sizes.Contains(Open);
        if (isOpen ? elements % stated != 0 : elements != stated)
        {
            return new ShapeAnswer(null, new Problem(
                ProblemCode.ReshapeChangesCount, layer.Node, layer.Written("shape"),
                Text(sizes),
                isOpen ? $"a multiple of {Literal.Of(stated)}" : Literal.Of(stated),
                input.Shape.ToString(),
                Literal.Of(elements),
                isOpen ? $"sizes whose product divides {Literal.Of(elements)}" : Repaired(sizes, elements) is { } repaired ? $"Reshape({List(repaired)})" : $"sizes whose product is {Literal.Of(elements)}")
            {
                Related = input.ShapeFrom.Spots,
                Fixes = new(Fixes(layer, input, sizes)),
            });
        }

        return new Shape([.. sizes.Select(size => size == Open ? elements / stated : size)]);
    }

    /// <summary>The list with one size changed so that the product is right, the last one if that will do; null where none does.</summary>
    private static long[]? Repaired(EquatableArray<long> sizes, long elements)
    {
        for (int i = sizes.Count - 1; i >= 0; i--)
        {
            long others = Product(sizes.Where((_, j) => j != i));
            if (elements % others == 0)
            {
                return [.. sizes.Select((size, j) => j == i ? elements / others : size)];
            }
        }

        return null;
    }

    /// <summary>The size that is wrong as a number, or left to Reshape.</summary>
    private static IEnumerable<Fix> Fixes(LayerIr layer, Flow input, EquatableArray<long> sizes)
    {
        bool isNumbers = (layer.Code("shape") ?? "").Split([", "], StringSplitOptions.None).All(static code => Expression.Number(code) is not null);
        if (sizes.Contains(Open) || !isNumbers || !Fixing.IsFixed(input) || Repaired(sizes, input.Shape.Elements) is not { } repaired)
        {
            yield break;
        }

        yield return Use("Use", repaired);
        yield return Use("Open", [.. repaired.Select((size, i) => size == sizes[i] ? size : Open)]);

        Fix Use(string key, long[] list) => new(key, $"Use Reshape({List(list)})", Edit.Set(layer.Node, "shape", List(list)));
    }

    /// <summary>
    /// torch has one -1 to give. Where the sizes are numbers, the batch gets it; else the list's own -1 keeps it and the batch is written out.
    /// </summary>
    private static string Call(Place place, string x)
    {
        List<Dim?> sizes = Resolved(place);
        return sizes.Contains(null)
            ? $"{x}.reshape({x}.shape[0], {place.Code("shape")})"
            : $"{x}.reshape(-1, {string.Join(", ", sizes.Select(static size => size!.Code))})";
    }

    private static List<Dim?> Resolved(Place place)
    {
        EquatableArray<long> sizes = place.Layer.Integers("shape");
        long? elements = Sizes.Product(place.InputDims);
        string[] codes = (place.Code("shape") ?? "").Split([", "], StringSplitOptions.None);
        return [.. sizes.Select((size, i) => size != Open ? new Dim(codes[i]) : Sizes.Number(codes.All(static code => Expression.Number(code) is not null) ? elements / Product(sizes) : null))];
    }

    /// <summary>The product of the sizes but for -1.</summary>
    private static long Product(IEnumerable<long> sizes) => sizes.Where(static size => size != Open).Aggregate(1L, Saturating.Multiply);

    private static string List(IEnumerable<long> sizes) => string.Join(", ", sizes.Select(Literal.Of));

    private static string Text(EquatableArray<long> sizes) => string.Join("x", sizes.Select(Literal.Of));
}
