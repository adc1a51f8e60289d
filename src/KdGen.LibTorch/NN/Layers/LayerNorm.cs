using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalisation over the last dimensions of each example. Ba, Kiros and Hinton, 2016.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? weightParameter;
    private Parameter? biasParameter;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (!elementwise_affine) return;
        weight = new Parameter(ones(normalized_shape, dtype: dtype, device: device));
        if (bias) this.bias = new Parameter(zeros(normalized_shape, dtype: dtype, device: device));
    }

    /// <summary>The scale, of <see cref="normalized_shape"/>; null when <see cref="elementwise_affine"/> is false.</summary>
    public Parameter weight
    {
        get => weightParameter!;
        set => Assign(nameof(weight), ref weightParameter, value);
    }

    /// <summary>The shift, of <see cref="normalized_shape"/>, or null.</summary>
    public Parameter? bias
    {
        get => biasParameter;
        set => Assign(nameof(bias), ref biasParameter, value);
    }

    /// <summary>The sizes of the dimensions normalised over, the last ones of the input.</summary>
    public long[] normalized_shape { get; set; }

    /// <summary>What is added to the variance before the root.</summary>
    public double eps { get; set; }

    /// <summary>Whether there is a scale.</summary>
    public bool elementwise_affine { get; set; }

    /// <summary>Sets scale 1 and shift 0.</summary>
    public void reset_parameters()
    {
        if (weightParameter is not null) nn.init.ones_(weightParameter);
        if (biasParameter is not null) nn.init.zeros_(biasParameter);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => NnOps.LayerNorm.Invoke(tensor, normalized_shape, weightParameter, biasParameter, eps);

    private protected override void Rebind(string key, Tensor old, Tensor moved)
    {
        if (key == nameof(weight)) weightParameter = (Parameter)moved;
        else biasParameter = (Parameter)moved;
    }
}
