using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>A layer whose shapes are known, for costs (numbers) and for code (expressions).</summary>
/// <param name="Layer">The layer, its arguments as numbers.</param>
/// <param name="Input">The shape of one sample before it.</param>
/// <param name="Output">The shape of one sample behind it.</param>
/// <param name="InputDims">The input's sizes as generated code writes them, one for each of <paramref name="Input"/>'s.</param>
internal readonly record struct Place(LayerIr Layer, Shape Input, Shape Output, EquatableArray<Dim> InputDims)
{
    /// <summary>The input's size along <paramref name="axis"/>, as generated code writes it.</summary>
    public string In(int axis) => InputDims[axis].Code;

    /// <summary>An argument as generated code writes it: "64", "4 * D"; null when it is not written and has no default.</summary>
    public string? Code(string argument) => Layer.Code(argument);

    /// <summary>Whether an argument certainly is <paramref name="value"/>, wherever the class is used, so that code need not say so.</summary>
    public bool Is(string argument, long value) => Layer.Code(argument) == Literal.Of(value);
}
