using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>What runs only while training.</summary>
internal static class Regularization
{
    public static readonly OpSpec Dropout = OpSpec.Elementwise(
        "Dropout",
        new([OpParameter.Real("p", 0.5, static p => p is >= 0 and < 1, "a probability is at least 0 and below 1")]),
        new Lowering.Function(
            static (place, x) => $"{Names.Functional}.dropout({x}, {Literal.Of(place.Layer.Real("p"))}, training)",
            MayAlias: true));
}
