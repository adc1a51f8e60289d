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
            IsPooledTwice(layer, input) ? "remove it"
            : input.Flattened is not null ? "put it before Flatten"
            : input.ShapeFrom.IsInput ? "give [Input] channels, height and width"
            : $"put it before {input.ShapeFrom}",
            IsPooledTwice(layer, input) ? new Fix("Remove", $"Remove {layer.Operator}", Edit.Remove(layer.Node)) : Unflatten(layer, input));

    private static bool IsPooledTwice(LayerIr layer, Flow input)
        => layer.Operator is "GlobalAvgPool" or "GlobalMaxPool" && input.Flattened is null && input.ShapeFrom.Name is "GlobalAvgPool" or "GlobalMaxPool";

    /// <summary>An operator on sequences receives a vector or a map.</summary>
    public static Problem SequenceNeeded(LayerIr layer, Flow input)
    {
        string reshape = $"Reshape({Literal.Of(input.Shape.Channels)}, -1)";
        return Wrong(
            layer,
            input,
            "a sequence",
            input.Shape.IsMap ? $"use PatchEmbed, or {reshape} and Permute(1, 0)"
            : input.ShapeFrom.IsInput ? "give [Input] tokens and features"
            : $"put it before {input.ShapeFrom}",
            input.Shape.IsMap && Fixing.IsNumber(input, 0)
                ? new Fix("InsertReshape", $"Insert {reshape}, Permute(1, 0)", Edit.InsertBefore(layer.Node, reshape), Edit.InsertBefore(layer.Node, "Permute(1, 0)"))
                : null);
    }

    /// <summary>KDG1004 in the words that fit.</summary>
    /// <param name="layer">The operator.</param>
    /// <param name="input">What it receives.</param>
    /// <param name="needed">"a map".</param>
    /// <param name="advice">What to do.</param>
    /// <param name="fix">What does it; null where that is not certain.</param>
    public static Problem Wrong(LayerIr layer, Flow input, string needed, string advice, Fix? fix = null)
        => new(ProblemCode.WrongRank, layer.Node, null, layer.Operator, needed, Describe(input.Shape), input.ShapeFrom.Name, advice)
        {
            Related = input.ShapeFrom.Spots,
            Fixes = fix is null ? default : new([fix]),
        };

    /// <summary>The norm that does the same on what arrives, with the Eps that is written.</summary>
    /// <param name="layer">The norm.</param>
    /// <param name="name">The other one: "GroupNorm".</param>
    /// <param name="arguments">What that has to be given.</param>
    public static Fix NormInstead(LayerIr layer, string name, params string[] arguments)
    {
        string[] all = layer.Written("Eps") is null ? arguments : [.. arguments, $"Eps = {layer.Code("Eps")}"];
        string norm = all.Length == 0 ? name : $"{name}({string.Join(", ", all)})";
        return new Fix("NormInstead", $"Use {norm}", Edit.Replace(layer.Node, norm));
    }

    /// <summary>What pools a whole map gives a vector and PatchEmbed a sequence: they need no Flatten, the others can stand before it. Only in one list does nobody else read what Flatten gives.</summary>
    private static Fix? Unflatten(LayerIr layer, Flow input) =>
        input.FlattenedBy is not { } flatten || flatten.Owner != layer.Node.Owner ? null
        : layer.Operator is "GlobalAvgPool" or "GlobalMaxPool" or "PatchEmbed" ? new Fix("RemoveFlatten", $"Remove Flatten ({input.Flattened})", Edit.Remove(flatten))
        : new Fix("MoveFlatten", $"Move Flatten behind {layer.Operator} ({input.Flattened})", Edit.Remove(flatten), Edit.InsertAfter(layer.Node, "Flatten"));

    /// <summary>A shape in a sentence: "a vector of 10", "a 16x64 sequence", "an 8x32x32 map".</summary>
    public static string Describe(Shape shape) => shape.Rank switch
    {
        1 => $"a vector of {shape}",
        2 => $"{Article(shape)} {shape} sequence",
        _ => $"{Article(shape)} {shape} map",
    };

    /// <summary>"an" before what is read eight, eleven, eighteen or eighty.</summary>
    public static string Article(Shape shape)
        => Literal.Of(shape.Dims[0]) is var first && (first[0] == '8' || first is "11" or "18" || (first.Length == 5 && first.Substring(0, 2) is "11" or "18")) ? "an" : "a";
}
