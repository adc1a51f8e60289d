using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>What runs from one operator to the next: a shape, and whose doing its numbers are.</summary>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="Dims">Its sizes as generated code writes them.</param>
/// <param name="ShapeFrom">What gave the shape.</param>
/// <param name="ChannelsFrom">What gave the number of channels.</param>
/// <param name="Flattened">The map that this vector was before Flatten; null for any other vector or map.</param>
/// <param name="IsIndices">64-bit indices instead of real numbers.</param>
internal sealed record Flow(Shape Shape, EquatableArray<Dim> Dims, Origin ShapeFrom, Origin ChannelsFrom, Shape? Flattened = null, bool IsIndices = false)
{
    /// <summary>A signal C x L, as convolutions and their kin see it, rather than a sequence T x D: what joins and residuals take for its channels is the first axis.</summary>
    public bool IsSignal { get; init; }

    /// <summary>The Flatten that made this vector of a map.</summary>
    public NodeId? FlattenedBy { get; init; }

    /// <summary>What <see cref="ShapeFrom"/> made the shape of, where it kept the channels: the map before a pool.</summary>
    public Shape? Before { get; init; }

    /// <summary>The axis of the channels: the first of maps, vectors and signals, the last of sequences.</summary>
    public int ChannelAxis => Shape.Rank == 2 && !IsSignal ? 1 : 0;

    /// <summary>What enters a class: its [Input], or what the class around gives it.</summary>
    public static Flow FromInput(Shape shape, EquatableArray<Dim> dims, NodeId? input = null, bool isIndices = false)
    {
        Origin origin = new("Input", input);
        return new(shape, dims, origin, origin, null, isIndices);
    }

    /// <summary>Where a vector's features come from: "(32x8x8 from MaxPool, flattened)" or "from Linear".</summary>
    public string FeaturesFrom => Flattened is null ? $"from {ShapeFrom}" : $"({Flattened} from {ShapeFrom}, flattened)";

    /// <summary>What runs on behind <paramref name="operator"/>, whose attribute is <paramref name="node"/> and whose output is <paramref name="output"/>.</summary>
    public Flow After(OpSpec @operator, NodeId node, Shape output, EquatableArray<Dim> dims)
        => Next(@operator, new Origin(@operator.Name, node), output, dims) with { IsSignal = IsSignalAfter(@operator, output) };

    private bool IsSignalAfter(OpSpec @operator, Shape output) => output.Rank == 2 && @operator.Name switch
    {
        "Conv" or "DepthwiseConv" or "BatchNorm" or "GroupNorm" or "MaxPool" or "AvgPool" => true,
        "Linear" or "LayerNorm" or "RMSNorm" or "Attention" or "Permute" or "Reshape" or "PatchEmbed" or "Embedding" or "Tokens" or "PosEmbed" => false,
        _ => IsSignal,
    };

    private Flow Next(OpSpec @operator, Origin origin, Shape output, EquatableArray<Dim> dims) => @operator.Effect switch
    {
        Effect.KeepsShape => this,
        Effect.ResizesMap => this with { Shape = output, Dims = dims, ShapeFrom = origin, Before = Shape },
        Effect.Flattens when Shape.Rank > 1 => this with { Shape = output, Dims = dims, Flattened = Shape, FlattenedBy = Shape.IsMap ? origin.Node : null },
        Effect.Flattens => this with { Shape = output, Dims = dims },
        _ => new Flow(output, dims, origin, origin),
    };
}
