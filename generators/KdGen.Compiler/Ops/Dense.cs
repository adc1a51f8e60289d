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
                layer.Operator, Ranks.Describe(input.Shape), input.ShapeFrom.Name, "before it")
            {
                Related = input.ShapeFrom.Spots,
                Fixes = new(VectorFixes(layer, input)),
            });
        }

        long outFeatures = layer.Integer("outFeatures") ?? 0;
        Shape output = input.Shape.Rank == 1 ? new(outFeatures) : new(input.Shape.Dims[0], outFeatures);
        long received = input.Shape.Dims[input.Shape.Rank - 1];
        return layer.Integer("inFeatures") is long stated && stated != received
            ? new ShapeAnswer(output, new Problem(
                ProblemCode.LinearFeatures, layer.Node, layer.Written("inFeatures"),
                layer.Operator, Literal.Counted(stated, "input"), Literal.Of(received), input.FeaturesFrom)
            {
                Related = input.ShapeFrom.Spots,
                Fixes = new(FeatureFixes(layer, input)),
            })
            : output;
    }

    private static IEnumerable<Fix> FeatureFixes(LayerIr layer, Flow input)
    {
        foreach (Fix fix in Fixing.Stated(layer, "inFeatures", input, input.Shape.Rank - 1, $"Infer the inputs: Linear({layer.Code("outFeatures")})"))
        {
            yield return fix;
        }

        // Only in one list does certainly nobody else read what Flatten gives.
        if (input.FlattenedBy is { } flatten && flatten.Owner == layer.Node.Owner && input.Flattened is { } map)
        {
            yield return new Fix("PoolInstead", $"Replace Flatten by GlobalAvgPool ({Literal.Of(map.Channels)})", [Edit.Replace(flatten, "GlobalAvgPool"), .. Restate(layer, input, map.Channels)]);
        }
    }

    /// <summary>What makes a vector of a map. The one that fits the stated inputs comes first.</summary>
    private static IEnumerable<Fix> VectorFixes(LayerIr layer, Flow input)
    {
        Fix flatten = Insert("Flatten", input.Shape.Elements);
        Fix pool = Insert("GlobalAvgPool", input.Shape.Channels);
        return layer.Integer("inFeatures") == input.Shape.Channels ? [pool, flatten] : [flatten, pool];

        Fix Insert(string name, long features) =>
            new("Insert" + name, $"Insert {name} ({Literal.Of(features)})", [Edit.InsertBefore(layer.Node, name), .. Restate(layer, input, features)]);
    }

    /// <summary>Makes the stated inputs those that a fix brings; where they are written as an expression they are inferred then.</summary>
    private static Edit[] Restate(LayerIr layer, Flow input, long features) =>
        layer.Written("inFeatures") is not { } argument || layer.Integer(argument) == features ? []
        : Fixing.IsNumber(layer, argument) && Fixing.IsFixed(input) ? [Edit.Set(layer.Node, argument, Literal.Of(features))]
        : [Edit.Drop(layer.Node, argument)];

    private static Work LinearCost(Place place, long inFeatures, long outFeatures)
    {
        long vectors = place.Input.Rank == 1 ? 1 : place.Input.Dims[0];
        return new Work(
            Saturating.Multiply(outFeatures, inFeatures + (place.Layer.Flag("Bias") ? 1 : 0)),
            Saturating.Multiply(vectors, Saturating.Multiply(outFeatures, inFeatures)));
    }

    /// <summary>The problem of any other operator that receives indices.</summary>
    public static Problem NeedsEmbedding(LayerIr layer, Flow input)
    {
        // How many indices there are nobody has said; the features are Linear's, where it states them.
        string embedding = $"Embedding(1000, {Literal.Of(layer.Operator == "Linear" ? layer.Integer("inFeatures") ?? 64 : 64)})";
        return new Problem(
            ProblemCode.WrongType, layer.Node, null,
            layer.Operator, "real numbers", "indices", input.ShapeFrom.Name, "put Embedding before it")
        {
            Related = input.ShapeFrom.Spots,
            Fixes = new(
            [
                .. input.Shape.Rank == 1 ? new[] { new Fix("InsertEmbedding", $"Insert {embedding}", Edit.InsertBefore(layer.Node, embedding)) } : [],
                .. input.ShapeFrom.Node is { } node ? new[] { new Fix("TakeNumbers", "Use [Input] without DType.I64", Edit.Drop(node, "DType")) } : [],
            ]),
        };
    }

    private static ShapeAnswer InferEmbedding(LayerIr layer, Flow input)
    {
        if (!input.IsIndices)
        {
            return new ShapeAnswer(null, new Problem(
                ProblemCode.WrongType, layer.Node, null,
                layer.Operator, "indices", "real numbers", input.ShapeFrom.Name,
                input.ShapeFrom.IsInput ? "give [Input] DType = DType.I64" : "put it first, behind [Input] with DType = DType.I64")
            {
                Related = input.ShapeFrom.Spots,
                Fixes = input.ShapeFrom is { IsInput: true, Node: { } node } ? new([new Fix("TakeIndices", "Use [Input] DType = DType.I64", Edit.Set(node, "DType", "DType.I64"))]) : default,
            });
        }

        return input.Shape.Rank == 1
            ? new Shape(input.Shape.Dims[0], layer.Integer("features") ?? 0)
            : new ShapeAnswer(null, Ranks.Wrong(layer, input, "a vector", "give [Input] the number of indices alone"));
    }
}
