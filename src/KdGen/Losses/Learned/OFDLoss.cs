using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// The overhaul of feature distillation: <see cref="FeatureLoss.OFD"/> of what an <see cref="OFDConnector"/> makes of the student's map and the teacher's, both before their activation. Below its margin the teacher's
/// map does not count: the mean of what is negative in a channel, of a normal distribution with the shift and the scale of the BatchNorm that gives the map; -3 scale where next to nothing is. Heo et al.,
/// "A Comprehensive Overhaul of Feature Distillation", 2019.
/// </summary>
/// <remarks>State: <c>connector</c>, Ct (Cs + 2) parameters, and the buffer <c>margins</c>, [Ct].</remarks>
public sealed class OFDLoss : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>The share of negative values below which a channel has none to take the mean of.</summary>
    private const double LeastShare = 1e-3;

    private const string Buffer = "margins";

    private readonly OFDConnector connector;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's map.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    /// <param name="scale">The weight of the BatchNorm that gives the teacher's map, [Ct].</param>
    /// <param name="shift">Its bias, [Ct].</param>
    public OFDLoss(long student, long teacher, Tensor scale, Tensor shift) : base(nameof(OFDLoss))
    {
        connector = new OFDConnector(student, teacher);
        register_module(nameof(connector), connector);
        register_buffer(Buffer, Margins(scale, shift).DetachFromDisposeScope());
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, Cs, H, W], before the activation.</param>
    /// <param name="teacher">[B, Ct, H', W'], before the activation; detached.</param>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return FeatureLoss.OFD(connector.forward(student), teacher, get_buffer(Buffer)!).MoveToOuterDisposeScope();
    }

    /// <summary>The mean of what is below 0 in each channel, by its BatchNorm: shift - |scale| φ(shift / scale) / Φ(-shift / |scale|).</summary>
    /// <param name="scale">Its weight, [C].</param>
    /// <param name="shift">Its bias, [C].</param>
    /// <returns>[C], float32, without a graph.</returns>
    public static Tensor Margins(Tensor scale, Tensor shift)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();

        // Channels are few, and the tail of the distribution needs double.
        double[] deviations = [.. scale.detach().cpu().to(ScalarType.Float64).data<double>()], means = [.. shift.detach().cpu().to(ScalarType.Float64).data<double>()];
        float[] values = [.. deviations.Zip(means, static (deviation, mean) => (float)Margin(Math.Abs(deviation), mean))];
        return tensor(values, device: scale.device).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers connector and margins.</summary>
    protected override void RegisterComponents() { }

    private static double Margin(double deviation, double mean)
    {
        // A channel that is always at one value is negative there, or nowhere.
        if (deviation == 0)
            return Math.Min(mean, 0);
        double z = mean / deviation, share = BelowZero(z);
        return share > LeastShare ? mean - deviation * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / share : -3 * deviation;
    }

    /// <summary>Φ(-z), the share of a normal distribution below 0 whose mean is z deviations above: by the series of the error function, which is exact to rounding where the share counts.</summary>
    private static double BelowZero(double z)
    {
        if (Math.Abs(z) > 8)
            return z > 0 ? 0 : 1;
        double term = z, sum = z;
        for (int i = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); i++)
        {
            term *= z * z / (2 * i + 1);
            sum += term;
        }

        return 0.5 - Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * sum;
    }
}
