using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>What runs only while training.</summary>
internal static class Regularization
{
    public static readonly OpSpec Dropout = OpSpec.Elementwise(
        "Dropout",
        new([Probability(0.5)]),
        new Lowering.Function(static (place, x) => $"{Names.Functional}.dropout({x}, {place.Code("p")}, training)", MayAlias: true));

    /// <summary>Leaves out whole samples instead of single values.</summary>
    public static readonly OpSpec DropPath = OpSpec.Elementwise(
        "DropPath",
        new([Probability(null)]),
        new Lowering.Function(static (place, x) => $"{Lowering.Ours}.Functional.DropPath({x}, {place.Code("p")}, training)", MayAlias: true));

    private static OpParameter Probability(double? @default)
        => OpParameter.Real("p", @default, static p => p is >= 0 and < 1, "a probability is at least 0 and below 1");
}
