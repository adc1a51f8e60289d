using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>What a transformer is made of beside Linear and LayerNorm; sequences are T x D.</summary>
internal static class Transformers
{
    /// <summary>C x H x W to T x features, T = H W / Patch².</summary>
    public static readonly OpSpec PatchEmbed = new(
        "PatchEmbed",
        new([OpParameter.Required("features", 1, "features are"), OpParameter.Optional("Patch", 1, "a patch is", 16)]),
        Effect.MakesShape,
        InferPatches,
        static place =>
        {
            long patch = place.Layer.Integer("Patch") ?? 1;
            long features = place.Output.Dims[1];
            long taps = Saturating.Multiply(place.Input.Channels, Saturating.Multiply(patch, patch));
            return new Work(Saturating.Multiply(Saturating.Add(taps, 1), features), Saturating.Multiply(taps, place.Output.Elements));
        },
        new Lowering.Module(
            static _ => "PatchEmbed",
            static place => $"{place.In(0)}, {place.Code("features")}, {place.Code("Patch")}",
            static place => $"{place.In(0)} -> {place.Code("features")}, patches of {place.Code("Patch")}x{Expression.Operand(place.Code("Patch") ?? "")}")
        {
            IsOurs = true,
            State = static place => StateTensor.Of(
                [place.Output.Dims[1], place.Input.Channels, place.Layer.Integer("Patch") ?? 1, place.Layer.Integer("Patch") ?? 1], place.Output.Dims[1], "proj."),
        })
    {
        Dims = static place =>
        [
            Expression.Number(place.Code("Patch")) is not null && Sizes.Product([place.InputDims[1], place.InputDims[2]]) is not null
                ? Sizes.Number(place.Output.Dims[0])
                : null,
            new Dim(place.Code("features") ?? ""),
        ],
    };

    /// <summary>Learned tokens in front: T x D to (T + count) x D.</summary>
    public static readonly OpSpec Tokens = new(
        "Tokens",
        new([OpParameter.Optional("count", 1, "tokens are", 1)]),
        Effect.MakesShape,
        static (layer, input) => input.Shape.Rank == 2
            ? new Shape(Saturating.Add(input.Shape.Dims[0], layer.Integer("count") ?? 0), input.Shape.Dims[1])
            : new ShapeAnswer(null, Ranks.SequenceNeeded(layer, input)),
        static place => new Work(Saturating.Multiply(place.Layer.Integer("count") ?? 0, place.Input.Dims[1]), 0),
        new Lowering.Module(
            static _ => "ClassTokens",
            static place => $"{place.Code("count")}, {place.In(1)}",
            static place => $"{place.Code("count")} in front")
        {
            IsOurs = true,
            StandsUnderOwnName = true,
            State = static place => [.. Enumerable.Range(0, (int)(place.Layer.Integer("count") ?? 0)).Select(token => new StateTensor(TokenName(token), new([1, 1, place.Input.Dims[1]])))],
        })
    {
        Dims = static place =>
        [
            Expression.Number(place.Code("count")) is not null && Expression.Number(place.In(0)) is not null ? Sizes.Number(place.Output.Dims[0]) : null,
            place.InputDims[1],
        ],
    };

    /// <summary>A learned vector added to each token.</summary>
    public static readonly OpSpec PosEmbed = new(
        "PosEmbed",
        default,
        Effect.KeepsShape,
        OnSequences,
        static place => new Work(place.Input.Elements, 0),
        new Lowering.Module(
            static _ => "PositionEmbedding",
            static place => $"{place.In(0)}, {place.In(1)}",
            static place => $"{place.In(0)}x{place.In(1)}")
        {
            IsOurs = true,
            StandsUnderOwnName = true,
            State = static place => [new StateTensor("pos_embed", new([1, place.Input.Dims[0], place.Input.Dims[1]]))],
        });

    /// <summary>Every token looks at every token: four projections of D x D, and T² products of D numbers for the weights and for the values.</summary>
    public static readonly OpSpec Attention = new(
        "Attention",
        new(
        [
            OpParameter.Required("heads", 1, "heads are"),
            OpParameter.Flag("Bias", true),
            OpParameter.Real("Dropout", 0, static p => p is >= 0 and < 1, "a probability is at least 0 and below 1"),
        ]),
        Effect.KeepsShape,
        InferAttention,
        static place =>
        {
            long tokens = place.Input.Dims[0];
            long features = place.Input.Dims[1];
            long square = Saturating.Multiply(features, features);
            return new Work(
                Saturating.Add(Saturating.Multiply(4, square), Saturating.Multiply(place.Layer.Flag("Bias") ? 4 : 1, features)),
                Saturating.Add(
                    Saturating.Multiply(4, Saturating.Multiply(tokens, square)),
                    Saturating.Multiply(2, Saturating.Multiply(tokens, Saturating.Multiply(tokens, features)))));
        },
        new Lowering.Module(
            static _ => "Attention",
            static place => new Arguments(place.In(1), place.Code("heads") ?? "").Add("qkvBias", place, "Bias", true).Add("dropout", place, "Dropout", 0.0).ToString(),
            static place => $"{place.In(1)} features, {place.Code("heads")} heads")
        {
            IsOurs = true,
            State = static place => AttentionState(place.Input.Dims[1], place.Layer.Flag("Bias")),
        });

    private static StateTensor[] AttentionState(long features, bool hasBias) =>
    [
        .. StateTensor.Of([3 * features, features], hasBias ? 3 * features : null, "qkv."),
        .. StateTensor.Of([features, features], features, "proj."),
    ];

    /// <summary>As DeiT calls them: the class token, the distillation token, and what comes behind those by number.</summary>
    private static string TokenName(int token) => token switch
    {
        0 => "cls_token",
        1 => "dist_token",
        _ => "token" + Literal.Of(token),
    };

    private static ShapeAnswer OnSequences(LayerIr layer, Flow input)
        => input.Shape.Rank == 2 ? input.Shape : new ShapeAnswer(null, Ranks.SequenceNeeded(layer, input));

    private static ShapeAnswer InferAttention(LayerIr layer, Flow input)
    {
        long heads = layer.Integer("heads") ?? 1;
        if (input.Shape.Rank != 2 || input.Shape.Dims[1] % heads == 0)
        {
            return OnSequences(layer, input);
        }

        long features = input.Shape.Dims[1];
        Divisors nearest = Divisors.Nearest(heads, features, features);
        return new ShapeAnswer(input.Shape, new Problem(
            ProblemCode.HeadsDoNotDivide, layer.Node, layer.Written("heads"),
            Literal.Of(heads), Literal.Of(features), nearest.ToString())
        {
            Related = input.ShapeFrom.Spots,
            Fixes = new(Fixing.Divide(layer, "heads", nearest, Fixing.IsNumber(input, 1))),
        });
    }

    private static ShapeAnswer InferPatches(LayerIr layer, Flow input)
    {
        if (!input.Shape.IsMap)
        {
            return new ShapeAnswer(null, Ranks.MapNeeded(layer, input));
        }

        long patch = layer.Integer("Patch") ?? 1;
        long height = input.Shape.Dims[1];
        long width = input.Shape.Dims[2];
        if (height % patch == 0 && width % patch == 0)
        {
            return new Shape(height / patch * (width / patch), layer.Integer("features") ?? 0);
        }

        Divisors nearest = Divisors.Nearest(patch, height, width);
        return new ShapeAnswer(null, new Problem(
            ProblemCode.PatchDoesNotDivide, layer.Node, layer.Written("Patch"),
            Literal.Of(patch), Ranks.Describe(input.Shape), input.ShapeFrom.Name, nearest.ToString())
        {
            Related = input.ShapeFrom.Spots,
            Fixes = new([.. Fixing.Divide(layer, "Patch", nearest, Fixing.IsFixed(input)), .. Fixing.IsFixed(input) ? PadFixes(layer, height, width, patch) : []]),
        });
    }

    /// <summary>Zeros around the map that make it a whole number of patches: at most one patch more a side.</summary>
    private static IEnumerable<Fix> PadFixes(LayerIr layer, long height, long width, long patch)
    {
        for (long pad = 1; pad < patch && Fixing.IsNumber(layer, "Patch"); pad++)
        {
            if ((height + (2 * pad)) % patch == 0 && (width + (2 * pad)) % patch == 0)
            {
                yield return new Fix("InsertPad", $"Insert Pad({Literal.Of(pad)}) ({Literal.Of(height + (2 * pad))}x{Literal.Of(width + (2 * pad))})", Edit.InsertBefore(layer.Node, $"Pad({Literal.Of(pad)})"));
                yield break;
            }
        }
    }
}
