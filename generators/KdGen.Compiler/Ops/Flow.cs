using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>What runs from one operator to the next: a shape, and whose doing its numbers are.</summary>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="ShapeFrom">The operator (or "Input") that gave the shape.</param>
/// <param name="ChannelsFrom">The operator (or "Input") that gave the number of channels.</param>
/// <param name="Flattened">The map that this vector was before Flatten; null for any other vector or map.</param>
internal sealed record Flow(Shape Shape, string ShapeFrom, string ChannelsFrom, Shape? Flattened)
{
    public static Flow FromInput(Shape shape) => new(shape, "Input", "Input", null);

    /// <summary>Where a vector's features come from: "(32x8x8 from MaxPool, flattened)" or "from Linear".</summary>
    public string FeaturesFrom => Flattened is null ? $"from {ShapeFrom}" : $"({Flattened} from {ShapeFrom}, flattened)";

    /// <summary>What runs on behind <paramref name="operator"/>, whose output is <paramref name="output"/>.</summary>
    public Flow After(OpSpec @operator, Shape output) => @operator.Effect switch
    {
        Effect.KeepsShape => this,
        Effect.ResizesMap => this with { Shape = output, ShapeFrom = @operator.Name },
        Effect.Flattens => this with { Shape = output, Flattened = Shape.IsMap ? Shape : Flattened },
        _ => new Flow(output, @operator.Name, @operator.Name, null),
    };
}
