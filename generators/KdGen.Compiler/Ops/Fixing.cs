using System.Collections.Generic;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>
/// The fixes that operators share. What stands in a block's list holds for each of its places: a number is put in only where it is the same for all of them.
/// </summary>
internal static class Fixing
{
    /// <summary>"Use 2048", for an argument that is written as a number.</summary>
    public static Fix[] Use(LayerIr layer, string argument, params long[] values) => Use("Use", layer, argument, values);

    /// <summary>The argument by its name, as nobody has to write it: "Use Kernel = 3".</summary>
    public static Fix[] Set(LayerIr layer, string argument, long value) =>
        IsNumber(layer, argument) ? [new Fix("Set" + argument, $"Use {argument} = {Literal.Of(value)}", Edit.Set(layer.Node, argument, Literal.Of(value)))] : [];

    /// <summary>An argument that is inferred where it is not written.</summary>
    public static Fix[] Infer(LayerIr layer, string argument, string title) =>
        layer.Written(argument) is null ? [] : [new Fix("Infer", title, Edit.Drop(layer.Node, argument))];

    /// <summary>Whether the argument is a number that a fix may change, rather than an expression of [Arg] constants, which other places of the class have to do with.</summary>
    public static bool IsNumber(LayerIr layer, string argument) => layer.Code(argument) is not { } code || Expression.Number(code) is not null;

    /// <summary>Whether the size is the same at every place of the class.</summary>
    public static bool IsNumber(Flow flow, int axis) => Expression.Number(flow.Dims[axis].Code) is not null;

    private static Fix[] Use(string key, LayerIr layer, string argument, long[] values)
    {
        List<Fix> fixes = [];
        foreach (long value in IsNumber(layer, argument) ? values : [])
        {
            fixes.Add(new Fix(fixes.Count == 0 ? key : key + Literal.Of(fixes.Count + 1), $"Use {Literal.Of(value)}", Edit.Set(layer.Node, argument, Literal.Of(value))));
        }

        return [.. fixes];
    }
}
