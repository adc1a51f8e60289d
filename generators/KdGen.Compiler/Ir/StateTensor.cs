using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>A tensor of a state_dict.</summary>
/// <param name="Name">"layer1.0.conv1.weight".</param>
/// <param name="Shape">Its sizes; none for a scalar.</param>
internal sealed record StateTensor(string Name, EquatableArray<long> Shape)
{
    /// <summary>A weight of that shape, and a bias of that length if there is one.</summary>
    public static StateTensor[] Of(long[] weight, long? bias, string prefix = "")
        => bias is { } length
            ? [new(prefix + "weight", new(weight)), new(prefix + "bias", new([length]))]
            : [new(prefix + "weight", new(weight))];

    public static StateTensor[] OfBatchNorm(long channels) =>
    [
        new("weight", new([channels])),
        new("bias", new([channels])),
        new("running_mean", new([channels])),
        new("running_var", new([channels])),
        new("num_batches_tracked", default),
    ];
}
