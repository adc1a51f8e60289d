using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>Functions of each value, and softmax over the channels.</summary>
internal static class Activations
{
    public static readonly OpSpec ReLU = OpSpec.Elementwise("ReLU", default, new Lowering.Function(static (_, x) => $"{x}.relu()", InPlace: static x => $"{x}.relu_()"));
    public static readonly OpSpec GELU = Of("GELU", "gelu()");
    public static readonly OpSpec SiLU = Of("SiLU", "silu()");
    public static readonly OpSpec Sigmoid = Of("Sigmoid", "sigmoid()");
    public static readonly OpSpec Tanh = Of("Tanh", "tanh()");
    public static readonly OpSpec Softmax = Of("Softmax", "softmax(1)");

    /// <summary>As a function: the tensor's own method would make a native Scalar of the slope in every call.</summary>
    public static readonly OpSpec LeakyReLU = OpSpec.Elementwise(
        "LeakyReLU",
        new([OpParameter.Real("slope", 0.01, OpParameter.IsFinite, "a slope is a finite number")]),
        new Lowering.Function(static (place, x) => $"{Names.Functional}.leaky_relu({x}, {Literal.Of(place.Layer.Real("slope"))})"));

    private static OpSpec Of(string name, string method)
        => OpSpec.Elementwise(name, default, new Lowering.Function((_, x) => $"{x}.{method}"));
}
