using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>Functions of each value, and softmax over the channels.</summary>
internal static class Activations
{
    public static readonly OpSpec ReLU = OpSpec.Elementwise("ReLU", default, new Lowering.Function(static (_, x) => $"{x}.relu()", InPlace: static x => $"{x}.relu_()"));

    /// <summary>Its backward pass reads which values lie within 0 and 6, which the output tells as well as the input.</summary>
    public static readonly OpSpec ReLU6 = OpSpec.Elementwise(
        "ReLU6",
        default,
        new Lowering.Function(static (_, x) => $"{Names.Functional}.relu6({x})", InPlace: static x => $"{Names.Functional}.relu6({x}, inplace: true)"));

    public static readonly OpSpec GELU = Of("GELU", "gelu()");
    public static readonly OpSpec SiLU = Of("SiLU", "silu()");
    public static readonly OpSpec Sigmoid = Of("Sigmoid", "sigmoid()");
    public static readonly OpSpec Tanh = Of("Tanh", "tanh()");

    public static readonly OpSpec HardSwish = OpSpec.Elementwise(
        "HardSwish",
        default,
        new Lowering.Function(static (_, x) => $"{Names.Functional}.hardswish({x})"));

    /// <summary>Over the channels of a map or the features of a vector, both axis 1 of a batch; over the features of each token of a sequence, axis 2.</summary>
    public static readonly OpSpec Softmax = OpSpec.Elementwise(
        "Softmax",
        default,
        new Lowering.Function(static (place, x) => $"{x}.softmax({(place.Input.Rank == 2 ? 2 : 1)})")) with { IgnoresShape = false };

    /// <summary>As a function: the tensor's own method would make a native Scalar of the slope in every call.</summary>
    public static readonly OpSpec LeakyReLU = OpSpec.Elementwise(
        "LeakyReLU",
        new([OpParameter.Real("slope", 0.01, OpParameter.IsFinite, "a slope is a finite number")]),
        new Lowering.Function(static (place, x) => $"{Names.Functional}.leaky_relu({x}, {place.Code("slope")})"));

    private static OpSpec Of(string name, string method)
        => OpSpec.Elementwise(name, default, new Lowering.Function((_, x) => $"{x}.{method}"));
}
