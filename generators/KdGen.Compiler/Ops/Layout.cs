using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>Operators that move values without changing them.</summary>
internal static class Layout
{
    /// <summary>C x H x W to C*H*W; a vector stays as it is, as in torch.</summary>
    public static readonly OpSpec Flatten = new(
        "Flatten",
        default,
        Effect.Flattens,
        static (_, input) => input.Shape.IsMap ? new Shape(input.Shape.Elements) : input.Shape,
        static _ => default,
        new Lowering.Function(static (_, x) => $"{x}.flatten(1)", MayAlias: true));
}
