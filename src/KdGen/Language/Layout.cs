namespace KdGen;

/// <summary>Lays a map or sequence out as a vector: C x H x W to C*H*W features, T x D to T*D.</summary>
public sealed class FlattenAttribute : LayerAttribute;

/// <summary>The same values in another shape of one to three sizes; their number stays (KDG1015). <c>[Reshape(64, -1)]</c> makes C x H x W with 64 channels 64 x H*W.</summary>
/// <param name="shape">The sizes of one sample; one may be -1, which is what is left.</param>
public sealed class ReshapeAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>The sizes of one sample.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;
}

/// <summary>Another order of the axes: <c>[Permute(1, 0)]</c> makes T x D of D x T.</summary>
/// <param name="axes">Each axis of a sample once, from 0, in their new order; the batch is none of them.</param>
public sealed class PermuteAttribute(params int[] axes) : LayerAttribute
{
    /// <summary>The axes in their new order.</summary>
    public IReadOnlyList<int> Axes { get; } = axes;
}

/// <summary>One entry of the first axis: T x D to the D features of one token, C x H x W to H x W.</summary>
/// <param name="index">The entry, from 0; -1 is the last.</param>
public sealed class SelectAttribute(int index) : LayerAttribute
{
    /// <summary>The entry.</summary>
    public int Index { get; } = index;
}

/// <summary>The mean over one axis of a sequence or map, which goes: T x D to D, with axis 1 to T.</summary>
/// <param name="axis">The axis of a sample, from 0; the batch is none.</param>
public sealed class MeanAttribute(int axis = 0) : LayerAttribute
{
    /// <summary>The axis.</summary>
    public int Axis { get; } = axis;
}

/// <summary>
/// Mixes groups of channels of a map or signal (Zhang et al., 2018): the first channel of each group, then the second of each, and so on; the shape stays.
/// </summary>
/// <param name="groups">The number of groups, which divides the channels (KDG1014).</param>
public sealed class ShuffleAttribute(int groups) : LayerAttribute
{
    /// <summary>The number of groups.</summary>
    public int Groups { get; } = groups;
}

/// <summary>The value as it is: a branch that does nothing, or a stage to tap.</summary>
public sealed class IdentityAttribute : LayerAttribute;
