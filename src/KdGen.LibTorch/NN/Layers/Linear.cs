using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>y = x Wᵀ + b over the last dimension: [..., in_features] to [..., out_features].</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter? weightParameter;
    private Parameter? biasParameter;

    internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
    {
        (out_features, in_features) = (weight.shape[0], weight.shape[1]);
        this.weight = weight;
        this.bias = bias;
    }

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
    {
        (in_features, out_features) = (inputSize, outputSize);
        weight = new Parameter(empty(new[] { outputSize, inputSize }, dtype: dtype, device: device));
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (!hasBias) return;
        bias = new Parameter(empty(new[] { outputSize }, dtype: dtype, device: device));
        var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }

    /// <summary>W, [out_features, in_features].</summary>
    public Parameter weight
    {
        get => weightParameter!;
        set => Assign(nameof(weight), ref weightParameter, value);
    }

    /// <summary>b, [out_features], or null.</summary>
    public Parameter? bias
    {
        get => biasParameter;
        set => Assign(nameof(bias), ref biasParameter, value);
    }

    /// <summary>The size of the last dimension of the input.</summary>
    public long in_features { get; set; }

    /// <summary>The size of the last dimension of the output.</summary>
    public long out_features { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => NnOps.Linear.Invoke(tensor, weightParameter, biasParameter);

    private protected override void Rebind(string key, Tensor old, Tensor moved)
    {
        if (key == nameof(weight)) weightParameter = (Parameter)moved;
        else biasParameter = (Parameter)moved;
    }
}
