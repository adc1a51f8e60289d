using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Batch normalisation: in training mode by the batch's own mean and (biased) variance per channel, in evaluation mode by the running ones.
/// Ioffe and Szegedy, "Batch Normalization", 2015.
/// </summary>
public abstract class BatchNorm : NormBase
{
    private protected BatchNorm(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var inTraining = training;
        var newest = momentum ?? 0;
        if (inTraining && num_batches_tracked is { } count)
        {
            NnOps.AddScalarInPlace.InvokeVoid(count, 1);
            newest = momentum ?? 1.0 / count.item<long>();
        }
        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, inTraining || running_mean is null, newest, eps);
    }
}

/// <summary>Batch normalisation of [B, C] or [B, C, L].</summary>
public sealed class BatchNorm1d : BatchNorm
{
    internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
    {
    }

    /// <inheritdoc/>
    protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 2, 3);
}

/// <summary>Batch normalisation of [B, C, H, W].</summary>
public sealed class BatchNorm2d : BatchNorm
{
    internal BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
    {
    }

    /// <inheritdoc/>
    protected override void ValidateInputDimensions(Tensor input) => CheckRank(input, 4, 4);
}
