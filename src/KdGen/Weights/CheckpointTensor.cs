using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>What a weights file says about one of its tensors.</summary>
/// <param name="Type">Of the elements.</param>
/// <param name="Shape">The sizes; empty for a single number.</param>
public sealed record CheckpointTensor(ScalarType Type, IReadOnlyList<long> Shape);
