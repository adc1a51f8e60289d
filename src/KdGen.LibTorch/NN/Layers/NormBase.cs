using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What normalisations with running statistics have in common: an affine map per channel and the statistics' state.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private Parameter? weightParameter;
    private Parameter? biasParameter;
    private Tensor? runningMean;
    private Tensor? runningVariance;
    private Tensor? batches;

    private protected NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        long[] channels = [num_features];
        if (affine)
        {
            weight = new Parameter(ones(channels, dtype: dtype, device: device));
            bias = new Parameter(zeros(channels, dtype: dtype, device: device));
        }
        if (track_running_stats)
        {
            running_mean = zeros(channels, dtype: dtype, device: device);
            running_var = ones(channels, dtype: dtype, device: device);
            num_batches_tracked = zeros(Array.Empty<long>(), dtype: ScalarType.Int64, device: device);
        }
    }

    /// <summary>The scale of each channel, [C]; null when <see cref="affine"/> is false.</summary>
    public Parameter weight
    {
        get => weightParameter!;
        set => Assign(nameof(weight), ref weightParameter, value);
    }

    /// <summary>The shift of each channel, [C]; null when <see cref="affine"/> is false.</summary>
    public Parameter? bias
    {
        get => biasParameter;
        set => Assign(nameof(bias), ref biasParameter, value);
    }

    /// <summary>The running mean of each channel, [C]; null without running statistics.</summary>
    public Tensor? running_mean
    {
        get => runningMean;
        set => Assign(nameof(running_mean), ref runningMean, value);
    }

    /// <summary>The running, unbiased variance of each channel, [C]; null without running statistics.</summary>
    public Tensor? running_var
    {
        get => runningVariance;
        set => Assign(nameof(running_var), ref runningVariance, value);
    }

    /// <summary>The number of batches seen in training mode, a scalar of whole numbers; null without running statistics.</summary>
    public Tensor? num_batches_tracked
    {
        get => batches;
        set => Assign(nameof(num_batches_tracked), ref batches, value);
    }

    /// <summary>The number of channels C.</summary>
    public long num_features { get; }

    /// <summary>What is added to the variance before the root.</summary>
    public double eps { get; set; }

    /// <summary>The weight of the newest batch in the running statistics; null for the plain average over all batches.</summary>
    public double? momentum { get; set; }

    /// <summary>Whether there are a scale and a shift.</summary>
    public bool affine { get; }

    /// <summary>Whether there are running statistics.</summary>
    public bool track_running_stats { get; }

    /// <summary>Sets mean 0, variance 1 and no batches seen.</summary>
    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        nn.init.zeros_(running_mean!);
        nn.init.ones_(running_var!);
        nn.init.zeros_(num_batches_tracked!);
    }

    /// <summary>Sets scale 1 and shift 0, and the running statistics as <see cref="reset_running_stats"/> does.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        nn.init.ones_(weight);
        nn.init.zeros_(bias!);
    }

    /// <summary>Throws when the input has not the rank that this normalisation is for.</summary>
    protected abstract void ValidateInputDimensions(Tensor input);

    private protected void CheckRank(Tensor input, long least, long most)
    {
        var rank = input.dim();
        if (rank < least || rank > most)
            throw new ArgumentException($"{GetName()} takes an input of {(least == most ? $"{most}" : $"{least} or {most}")} dimensions, not {rank}", nameof(input));
    }

    private protected override void Rebind(string key, Tensor old, Tensor moved)
    {
        switch (key)
        {
            case nameof(weight): weightParameter = (Parameter)moved; break;
            case nameof(bias): biasParameter = (Parameter)moved; break;
            case nameof(running_mean): runningMean = moved; break;
            case nameof(running_var): runningVariance = moved; break;
            default: batches = moved; break;
        }
    }
}
