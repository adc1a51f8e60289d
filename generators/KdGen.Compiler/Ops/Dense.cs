using System.Collections.Generic;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Fully connected layers, and the table that stands for one over indices.</summary>
internal static class Dense
{
    public static readonly OpSpec Linear = new(
        "Linear",
        new(
        [
            OpParameter.Optional("inFeatures", 1, "features are"),
            OpParameter.Required("outFeatures", 1, "features are"),
            OpParameter.Flag("Bias", true),
        ]),
        Effect.MakesShape,
        InferLinear,
        static place => LinearCost(place, place.Input.Dims[place.Input.Rank - 1], place.Output.Dims[place.Output.Rank - 1]),
        new Lowering.Module(
            static _ => "Linear",
            static place => new Arguments(place.In(place.Input.Rank - 1), place.Code("outFeatures") ?? "").Add("hasBias", place, "Bias", true).ToString(),
            static place => $"{place.In(place.Input.Rank - 1)} -> {place.Code("outFeatures")}{(place.Code("Bias") == "false" ? ", no bias" : "")}")
        {
            State = static place => StateTensor.Of(
                [place.Output.Dims[place.Output.Rank - 1], place.Input.Dims[place.Input.Rank - 1]],
                place.Layer.Flag("Bias") ? place.Output.Dims[place.Output.Rank - 1] : null),
        })
    {
        Dims = static place => place.Input.Rank == 1
            ? [new Dim(place.Code("outFeatures") ?? "")]
            : [place.InputDims[0], new Dim(place.Code("outFeatures") ?? "")],
    };

    /// <summary>T indices to T x features: a lookup, no arithmetic.</summary>
    public static readonly OpSpec Embedding = new(
        "Embedding",
        new([OpParameter.Required("count", 1, "entries are"), OpParameter.Required("features", 1, "features are")]),
        Effect.MakesShape,
        InferEmbedding,
        static place => new Work(Saturating.Multiply(place.Layer.Integer("count") ?? 0, place.Output.Dims[1]), 0),
        new Lowering.Module(
            static _ => "Embedding",
            static place => $"{place.Code("count")}, {place.Code("features")}",
            static place => $"{place.Code("count")} entries of {place.Code("features")}")
        {
            State = static place => StateTensor.Of([place.Layer.Integer("count") ?? 0, place.Output.Dims[1]], null),
        })
    {
        Dims = static place => [place.InputDims[0], new Dim(place.Code("features") ?? "")],
    };

    /// <summary>F to outFeatures, T x F to T x outFeatures. torch would apply Linear to the last axis of a map, which no image model means: a map is refused.</summary>
    private static ShapeAnswer InferLinear(LayerIr layer, Flow input)
    {
        if (input.Shape.IsMap)
        {
            return new ShapeAnswer(null, new Problem(
                ProblemCode.MapNotFlattened, layer.Node, null,
                layer.Operator, input.Shape.ToString(), input.ShapeFrom.Name, "before it"));
        }

        long outFeatures = layer.Integer("outFeatures") ?? 0;
        Shape output = input.Shape.Rank == 1 ? new(outFeatures) : new(input.Shape.Dims[0], outFeatures);
        long received = input.Shape.Dims[input.Shape.Rank - 1];
        return layer.Integer("inFeatures") is long stated && stated != received
            ? new ShapeAnswer(output, new Problem(
                ProblemCode.LinearFeatures, layer.Node, layer.Written("inFeatures"),
                layer.Operator, Literal.Of(stated), Literal.Of(received), input.FeaturesFrom)
            {
                Related = input.ShapeFrom.Spots,
                Fixes = new(FeatureFixes(layer, input, received)),
            })
            : output;
    }

    private static IEnumerable<Fix> FeatureFixes(LayerIr layer, Flow input, long received)
    {
        foreach (Fix fix in Fixing.IsNumber(input, input.Shape.Rank - 1) ? Fixing.Use(layer, "inFeatures", received) : [])
        {
            yield return fix;
        }

        foreach (Fix fix in Fixing.Infer(layer, "inFeatures", $"Infer the inputs: Linear({layer.Code("outFeatures")})"))
        {
            yield return fix;
        }
    }

    private static Work LinearCost(Place place, long inFeatures, long outFeatures)
    {
        long vectors = place.Input.Rank == 1 ? 1 : place.Input.Dims[0];
        return new Work(
            Saturating.Multiply(outFeatures, inFeatures + (place.Layer.Flag("Bias") ? 1 : 0)),
            Saturating.Multiply(vectors, Saturating.Multiply(outFeatures, inFeatures)));
    }

    private static ShapeAnswer InferEmbedding(LayerIr layer, Flow input)
    {
        if (!input.IsIndices)
        {
            return new ShapeAnswer(null, new Problem(
                ProblemCode.WrongType, layer.Node, null,
                layer.Operator, "indices", "real numbers", input.ShapeFrom.Name,
                input.ShapeFrom.IsInput ? "give [Input] DType = DType.I64" : "put it first, behind [Input] with DType = DType.I64"));
        }

        return input.Shape.Rank == 1
            ? new Shape(input.Shape.Dims[0], layer.Integer("features") ?? 0)
            : new ShapeAnswer(null, Ranks.Wrong(layer, input, "a vector", "give [Input] the number of indices alone"));
    }
}
