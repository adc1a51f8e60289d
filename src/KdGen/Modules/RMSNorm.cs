using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>
/// x / sqrt(mean(x²) + eps) times a learned scale, over the last dimension: [..., D] to [..., D]. Zhang and Sennrich, "Root Mean Square Layer
/// Normalization", 2019. The parameter is <c>weight</c>, [D].
/// </summary>
public sealed class RMSNorm : nn.Module<Tensor, Tensor>
{
    private const string Key = "weight";

    private readonly double eps;

    /// <summary>Makes the layer with scale one.</summary>
    /// <param name="features">D.</param>
    /// <param name="eps">What is added to the mean of squares.</param>
    public RMSNorm(long features, double eps = 1e-6) : base(nameof(RMSNorm))
    {
        this.eps = eps;
        var weight = nn.Parameter(ones(features));
        weight.DetachFromDisposeScope();
        register_parameter(Key, weight);
    }

    /// <summary>Normalises: [..., D] to [..., D].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var scale = input.square().mean([-1], keepdim: true).add(eps).rsqrt();
        return input.mul(scale).mul(get_parameter(Key)!).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the scale is registered by the constructor.</summary>
    protected override void RegisterComponents() { }
}
