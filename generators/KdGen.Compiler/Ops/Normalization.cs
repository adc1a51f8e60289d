using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Normalisation: a multiply-add for each value.</summary>
internal static class Normalization
{
    private const double Eps = 1e-5;
    private const double RmsEps = 1e-6;
    private const double Momentum = 0.1;

    /// <summary>Over the channels of a map or signal, or the features of a vector: a scale and a shift each.</summary>
    public static readonly OpSpec BatchNorm = new(
        "BatchNorm",
        new(
        [
            EpsParameter(Eps),
            OpParameter.Real("Momentum", Momentum, static momentum => momentum is >= 0 and <= 1, "it is between 0 and 1"),
        ]),
        Effect.KeepsShape,
        static (_, input) => input.Shape,
        static place => new Work(2 * place.Input.Channels, place.Input.Elements),
        new Lowering.Module(
            static place => place.Input.IsMap ? "BatchNorm2d" : "BatchNorm1d",
            static place => new Arguments(place.In(0)).Add("eps", place, "Eps", Eps).Add("momentum", place, "Momentum", Momentum).ToString(),
            static place => $"{place.In(0)} {(place.Input.Rank == 1 ? "features" : "channels")}")
        {
            State = static place => StateTensor.OfBatchNorm(place.Input.Channels),
        });

    /// <summary>Over the features of each vector or token.</summary>
    public static readonly OpSpec LayerNorm = new(
        "LayerNorm",
        new([EpsParameter(Eps)]),
        Effect.KeepsShape,
        OnFeatures,
        static place => new Work(2 * place.Input.Dims[place.Input.Rank - 1], place.Input.Elements),
        new Lowering.Module(static _ => "LayerNorm", static place => FeatureArguments(place, Eps), FeatureComment)
        {
            State = static place => StateTensor.Of([Last(place)], Last(place)),
        });

    /// <summary>As LayerNorm, without mean and shift.</summary>
    public static readonly OpSpec RMSNorm = new(
        "RMSNorm",
        new([EpsParameter(RmsEps)]),
        Effect.KeepsShape,
        OnFeatures,
        static place => new Work(place.Input.Dims[place.Input.Rank - 1], place.Input.Elements),
        new Lowering.Module(static _ => "RMSNorm", static place => FeatureArguments(place, RmsEps), FeatureComment)
        {
            IsOurs = true,
            State = static place => StateTensor.Of([Last(place)], null),
        });

    /// <summary>Over groups of channels of each map or signal.</summary>
    public static readonly OpSpec GroupNorm = new(
        "GroupNorm",
        new([OpParameter.Required("groups", 1, "groups are"), EpsParameter(Eps)]),
        Effect.KeepsShape,
        InferGroups,
        static place => new Work(2 * place.Input.Channels, place.Input.Elements),
        new Lowering.Module(
            static _ => "GroupNorm",
            static place => new Arguments(place.Code("groups") ?? "", place.In(0)).Add("eps", place, "Eps", Eps).ToString(),
            static place => $"{place.In(0)} channels, {place.Code("groups")} groups")
        {
            State = static place => StateTensor.Of([place.Input.Channels], place.Input.Channels),
        });

    /// <summary>To length 1: maps and vectors along the channels, sequences along the features of each token.</summary>
    public static readonly OpSpec L2Normalize = OpSpec.Elementwise(
        "L2Normalize",
        default,
        new Lowering.Function(static (place, x) => $"{Names.Functional}.normalize({x}{(place.Input.Rank == 2 ? ", dim: 2" : "")})")) with { IgnoresShape = false };

    private static long Last(Place place) => place.Input.Dims[place.Input.Rank - 1];

    private static OpParameter EpsParameter(double @default)
        => OpParameter.Real("Eps", @default, static eps => eps > 0 && OpParameter.IsFinite(eps), "it is above 0");

    private static ShapeAnswer OnFeatures(LayerIr layer, Flow input)
        => input.Shape.IsMap
            ? new ShapeAnswer(input.Shape, Ranks.Wrong(layer, input, "a vector or a sequence", "use GroupNorm(1)", Ranks.NormInstead(layer, "GroupNorm", "1")))
            : input.Shape;

    private static string FeatureArguments(Place place, double eps) => new Arguments(place.In(place.Input.Rank - 1)).Add("eps", place, "Eps", eps).ToString();

    private static string FeatureComment(Place place) => $"{place.In(place.Input.Rank - 1)} features";

    private static ShapeAnswer InferGroups(LayerIr layer, Flow input)
    {
        if (input.Shape.Rank == 1)
        {
            return new ShapeAnswer(input.Shape, Ranks.Wrong(layer, input, "a map", "use LayerNorm", Ranks.NormInstead(layer, "LayerNorm")));
        }

        long groups = layer.Integer("groups") ?? 1;
        long channels = input.Shape.Channels;
        Divisors nearest = Divisors.Nearest(groups, channels, channels);
        return channels % groups == 0
            ? input.Shape
            : new ShapeAnswer(input.Shape, new Problem(
                ProblemCode.GroupsDoNotDivideChannels, layer.Node, layer.Written("groups"),
                layer.Operator, Literal.Of(groups), Literal.Of(channels), nearest.ToString())
            {
                Related = input.ChannelsFrom.Spots,
                Fixes = new(Fixing.Divide(layer, "groups", nearest, Fixing.IsNumber(input, 0))),
            });
    }
}
