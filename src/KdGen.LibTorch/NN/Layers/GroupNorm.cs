using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalisation of each example over groups of channels and all their positions: [B, C, ...]. Wu and He, 2018.</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? weightParameter;
    private Parameter? biasParameter;

    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
    {
        if (num_groups < 1 || num_channels % num_groups != 0)
            throw new ArgumentException($"GroupNorm: {num_groups} groups must divide {num_channels} channels", nameof(num_groups));
        (this.num_groups, this.eps, this.affine) = (num_groups, eps, affine);
        if (!affine) return;
        weight = new Parameter(ones(new[] { num_channels }, dtype: dtype, device: device));
        bias = new Parameter(zeros(new[] { num_channels }, dtype: dtype, device: device));
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

    /// <summary>The number of groups, a divisor of C.</summary>
    public long num_groups { get; set; }

    /// <summary>What is added to the variance before the root.</summary>
    public double eps { get; set; }

    /// <summary>Whether there are a scale and a shift.</summary>
    public bool affine { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, weightParameter, biasParameter, eps);

    private protected override void Rebind(string key, Tensor old, Tensor moved)
    {
        if (key == nameof(weight)) weightParameter = (Parameter)moved;
        else biasParameter = (Parameter)moved;
    }
}
