using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>
/// The fixes that operators share. What stands in a block's list holds for each of its places: a number is put in only where it is the same for all of them,
/// and never over an expression of [Arg] constants.
/// </summary>
internal static class Fixing
{
    /// <summary>For an argument that states what arrives and is wrong: use what arrives, or do not state it.</summary>
    /// <param name="layer">The operator.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="input">What arrives.</param>
    /// <param name="axis">The size that is stated.</param>
    /// <param name="inferred">The second fix's title.</param>
    public static IEnumerable<Fix> Stated(LayerIr layer, string argument, Flow input, int axis, string inferred)
    {
        if (IsNumber(layer, argument) && IsNumber(input, axis))
        {
            yield return Use(layer, argument, input.Shape.Dims[axis]);
        }

        yield return new Fix("Infer", inferred, Edit.Drop(layer.Node, argument));
    }

    /// <summary>For a number that does not divide: "Use 4", "Use 6". A divisor of 1 is none worth having.</summary>
    /// <param name="layer">The operator.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="divisors">What to use.</param>
    /// <param name="isFixed">What is to be divided is the same at every place of the class.</param>
    public static IEnumerable<Fix> Divide(LayerIr layer, string argument, Divisors divisors, bool isFixed) =>
        !(IsNumber(layer, argument) ? isFixed : IsName(layer, argument)) ? [] : new[] { ("UseBelow", divisors.Below), ("UseAbove", divisors.Above) }
            .Where(static fix => fix.Item2 > 1)
            .Select(fix => Use(layer, argument, fix.Item2!.Value) with { Key = fix.Item1 });

    /// <summary>"Use 2048".</summary>
    public static Fix Use(LayerIr layer, string argument, long value) => new("Use", $"Use {Literal.Of(value)}", Edit.Set(layer.Node, argument, Literal.Of(value)));

    /// <summary>Whether the argument is a number, or not written, so that a fix may write one.</summary>
    public static bool IsNumber(LayerIr layer, string argument) => layer.Code(argument) is not { } code || Expression.Number(code) is not null;

    /// <summary>Whether the argument is an [Arg] constant alone: its number is written where it is given to the block, for that place.</summary>
    private static bool IsName(LayerIr layer, string argument) => layer.Code(argument) is { } code && Expression.Operand(code) == code;

    /// <summary>Whether a size is the same at every place of the class.</summary>
    public static bool IsNumber(Flow flow, int axis) => Expression.Number(flow.Dims[axis].Code) is not null;

    /// <summary>Whether all sizes are the same at every place of the class.</summary>
    public static bool IsFixed(Flow flow) => Enumerable.Range(0, flow.Dims.Count).All(axis => IsNumber(flow, axis));
}
