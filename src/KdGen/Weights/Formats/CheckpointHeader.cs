namespace KdGen.Weights.Formats;

/// <summary>What a weights file says about itself before any value is read.</summary>
/// <param name="Tensors">In the order of the file's own listing; no two share a name.</param>
/// <param name="Metadata">Free text that the file carries; empty where the format has none.</param>
/// <param name="BigEndian">Whether the values were written by a machine with the most significant byte first.</param>
internal sealed record CheckpointHeader(IReadOnlyList<TensorHeader> Tensors, IReadOnlyDictionary<string, string> Metadata, bool BigEndian);
