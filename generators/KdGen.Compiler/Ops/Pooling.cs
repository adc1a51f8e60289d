using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>Operators that summarise windows of a map or signal, or all of it.</summary>
internal static class Pooling
{
    public static readonly OpSpec MaxPool = Of("MaxPool", "max_pool");
    public static readonly OpSpec AvgPool = Of("AvgPool", "avg_pool");

    /// <summary>C x H x W to C x size x size, in windows that cover the map as evenly as they can.</summary>
    public static readonly OpSpec AdaptiveAvgPool = new(
        "AdaptiveAvgPool",
        new([OpParameter.Required("size", 1, "a size is")]),
        Effect.ResizesMap,
        static (layer, input) => input.Shape.IsMap
            ? new Shape(input.Shape.Channels, layer.Integer("size") ?? 0, layer.Integer("size") ?? 0)
            : new ShapeAnswer(null, Ranks.MapNeeded(layer, input)),
        static _ => default,
        new Lowering.Function(static (place, x) => $"{Names.Functional}.adaptive_avg_pool2d({x}, {place.Code("size")})"))
    {
        Dims = static place => [place.InputDims[0], new Dim(place.Code("size") ?? ""), new Dim(place.Code("size") ?? "")],
    };

    public static readonly OpSpec GlobalAvgPool = Global("GlobalAvgPool", "mean");
    public static readonly OpSpec GlobalMaxPool = Global("GlobalMaxPool", "amax");

    /// <summary>C x H x W or C x L to C.</summary>
    private static OpSpec Global(string name, string method) => new(
        name,
        default,
        Effect.MakesShape,
        static (layer, input) => input.Shape.Rank == 1 ? new ShapeAnswer(null, Ranks.MapNeeded(layer, input)) : new Shape(input.Shape.Channels),
        static _ => default,
        new Lowering.Function((place, x) => $"{x}.{method}({(place.Input.IsMap ? "[2, 3]" : "[2]")})"))
    {
        Dims = static place => [place.InputDims[0]],
    };

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
        new Lowering.Function((place, x) => $"{Names.Functional}.{function}{(place.Input.IsMap ? "2d" : "1d")}({ArgumentsOf(place, x)})"))
    {
        Dims = static place => Sizes.Slid(place, place.InputDims[0], WindowOf(place.Layer), StrideOf(place)),
    };

    private static Window WindowOf(LayerIr layer)
    {
        long kernel = layer.Integer("kernel") ?? 1;
        return new Window(kernel, layer.Integer("Stride") ?? kernel, layer.Integer("Pad") ?? 0, 1);
    }

    private static string StrideOf(Place place) => place.Code("Stride") ?? place.Code("kernel") ?? "";

    /// <summary>As torch, a window holds at least one pixel of the map wherever it stands: padding is at most half of it.</summary>
    private static ShapeAnswer Infer(LayerIr layer, Flow input)
    {
        Window window = WindowOf(layer);
        return input.Shape.Rank > 1 && window.Pad > window.Kernel / 2
            ? new ShapeAnswer(null, new Problem(
                ProblemCode.OutOfRange, layer.Node, layer.Written("Pad"),
                layer.Operator,
                $"Pad = {Literal.Of(window.Pad)}",
                $"padding is at most half of kernel {Literal.Of(window.Kernel)}, which is {Literal.Of(window.Kernel / 2)}"))
            : window.Over(layer, input, input.Shape.Channels, "kernel");
    }

    private static string ArgumentsOf(Place place, string x)
        => new Arguments(x, place.Code("kernel") ?? "")
            .Add("stride", StrideOf(place), place.Code("kernel") ?? "")
            .Add("padding", place, "Pad", 0)
            .ToString();
}
