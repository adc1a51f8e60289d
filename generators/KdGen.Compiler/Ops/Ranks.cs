using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>What is said where an operator receives a vector, sequence or map that it cannot work on (KDG1004).</summary>
internal static class Ranks
{
    /// <summary>An operator on maps receives a vector (or a sequence, where a signal does not do).</summary>
    public static Problem MapNeeded(LayerIr layer, Flow input)
        => Wrong(
            layer,
            input,
            "a map",
            input.Flattened is not null ? "put it before Flatten"
            : input.ShapeFrom.IsInput ? "give [Input] channels, height and width"
            : $"put it before {input.ShapeFrom}");

    /// <summary>An operator on sequences receives a vector or a map.</summary>
    public static Problem SequenceNeeded(LayerIr layer, Flow input)
        => Wrong(
            layer,
            input,
            "a sequence",
            input.Shape.IsMap ? $"use PatchEmbed, or Reshape({Literal.Of(input.Shape.Channels)}, -1) and Permute(1, 0)"
            : input.ShapeFrom.IsInput ? "give [Input] tokens and features"
            : $"put it before {input.ShapeFrom}");

    /// <summary>KDG1004 in the words that fit.</summary>
    /// <param name="layer">The operator.</param>
    /// <param name="input">What it receives.</param>
    /// <param name="needed">"a map".</param>
    /// <param name="advice">What to do.</param>
    public static Problem Wrong(LayerIr layer, Flow input, string needed, string advice)
        => new(ProblemCode.WrongRank, layer.Node, null, layer.Operator, needed, Describe(input.Shape), input.ShapeFrom.Name, advice);

    private static string Describe(Shape shape) => shape.Rank switch
    {
        1 => $"a vector of {shape}",
        2 => $"a {shape} sequence",
        _ => $"a {shape} map",
    };
}
