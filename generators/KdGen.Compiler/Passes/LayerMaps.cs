using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>How the layers of two stages go together.</summary>
internal static class LayerMaps
{
    /// <summary>Maps that mend a term's: one list stays, the other spreads as many layers evenly over its stage, the last of them its last.</summary>
    /// <param name="term">The term, whose map is wrong.</param>
    /// <param name="insides">The models.</param>
    public static EquatableArray<Fix> Fixes(AttributeDecl term, Insides insides)
    {
        if (StagePairs.Of(term) is not { Count: 1 } pairs)
        {
            return default;
        }

        (TapRequest Teacher, TapRequest Student) stages = pairs[0];

        Side teacher = Side.Of(term, "TeacherLayers", stages.Teacher, insides.Teacher);
        Side student = Side.Of(term, "StudentLayers", stages.Student, insides.Student);
        Side[] kept = [.. new[] { student, teacher }.Where(static side => side.IsRight).OrderByDescending(static side => side.Layers.Count)];
        return kept.Select(side => Uniform(side == student ? teacher : student, side.Layers.Count, term.Node)).OfType<Fix>().ToEquatableArray();
    }

    private static Fix? Uniform(Side side, int count, NodeId node)
    {
        if (side.Blocks is not { } blocks || blocks % count != 0 || (side.IsRight && side.Layers.Count == count))
        {
            return null;
        }

        string layers = $"[{string.Join(", ", Enumerable.Range(1, count).Select(i => Literal.Of((i * blocks / count) - 1)))}]";
        return new Fix("Uniform" + side.Argument, $"Use a uniform map: {side.Argument} = {layers}", Edit.Set(node, side.Argument, layers));
    }

    /// <param name="Argument">The list of layers.</param>
    /// <param name="Layers">What it holds.</param>
    /// <param name="Blocks">How many blocks the stage has; null when that is unknown, or it is no Repeat.</param>
    private sealed record Side(string Argument, EquatableArray<long> Layers, long? Blocks)
    {
        /// <summary>The stage has the layers.</summary>
        public bool IsRight => Layers.Count > 0 && Blocks is { } blocks && Layers.All(layer => layer >= 0 && layer < blocks);

        public static Side Of(AttributeDecl term, string argument, TapRequest stage, ShapedModule? module) => new(
            argument,
            term.Arguments.FirstOrDefault(known => known.Name == argument)?.Value is Constant.Integers layers ? layers.Values : default,
            module is { HasErrors: false, Body: { } body } ? new TapFinder(body, module.Module.Type.Name, "").Blocks(stage) : null);
    }
}
