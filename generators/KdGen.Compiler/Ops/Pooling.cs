using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Operators that summarise windows of a map, or a whole map.</summary>
internal static class Pooling
{
    public static readonly OpSpec MaxPool = Of("MaxPool", "max_pool2d");
    public static readonly OpSpec AvgPool = Of("AvgPool", "avg_pool2d");

    /// <summary>C x H x W to C.</summary>
    public static readonly OpSpec GlobalAvgPool = new(
        "GlobalAvgPool",
        default,
        Effect.MakesShape,
        static (layer, input) => input.Shape.IsMap ? new Shape(input.Shape.Channels) : new ShapeAnswer(null, Window.MapNeeded(layer, input)),
        static _ => default,
        new Lowering.Function(static (_, x) => $"{x}.mean([2, 3])"));

    private static OpSpec Of(string name, string function) => new(
        name,
        new(
        [
            OpParameter.Required("kernel", 1, "a kernel is"),
            OpParameter.Optional("Stride", 1, "a stride is"),
            OpParameter.Optional("Pad", 0, "padding is", 0),
        ]),
        Effect.ResizesMap,
        Infer,
        static _ => default,
        new Lowering.Function((place, x) => $"{Names.Functional}.{function}({x}, {Arguments(WindowOf(place.Layer))})"));

    private static Window WindowOf(LayerIr layer)
    {
        long kernel = layer.Integer("kernel") ?? 1;
        return new Window(kernel, layer.Integer("Stride") ?? kernel, layer.Integer("Pad") ?? 0, 1);
    }

    /// <summary>As torch, a window holds at least one pixel of the map wherever it stands: padding is at most half of it.</summary>
    private static ShapeAnswer Infer(LayerIr layer, Flow input)
    {
        Window window = WindowOf(layer);
        return input.Shape.IsMap && window.Pad > window.Kernel / 2
            ? new ShapeAnswer(null, new Problem(
                ProblemCode.OutOfRange, layer.Node, layer.Written("Pad"),
                layer.Operator,
                $"Pad = {Literal.Of(window.Pad)}",
                $"padding is at most half of kernel {Literal.Of(window.Kernel)}, which is {Literal.Of(window.Kernel / 2)}"))
            : window.Over(layer, input, input.Shape.Channels, "kernel");
    }

    private static string Arguments(Window window)
        => Literal.Of(window.Kernel)
            + (window.Stride == window.Kernel ? "" : $", stride: {Literal.Of(window.Stride)}")
            + (window.Pad == 0 ? "" : $", padding: {Literal.Of(window.Pad)}");
}
