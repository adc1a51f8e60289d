using KdGen.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Layers one after the other, each under its position ("0", "1", ...), as in <c>Sequential</c>. But BatchNorm takes its running statistics where a batch has none: a single
/// sample of a 1x1 map is one value per channel, without a variance, and would end the training at the last, short batch of an epoch.
/// </summary>
internal sealed class LayerChain : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>[] layers;

    /// <summary>Registers the layers.</summary>
    /// <param name="layers">In order; null is a position without a layer, so that the names after it stay those of the published code.</param>
    internal LayerChain(params nn.Module<Tensor, Tensor>?[] layers) : base(nameof(LayerChain))
    {
        for (int i = 0; i < layers.Length; i++)
            if (layers[i] is { } layer)
                register_module($"{i}", layer);
        this.layers = [.. layers.OfType<nn.Module<Tensor, Tensor>>()];
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor x = Next(layers[0], input);
        foreach (var layer in layers.AsSpan(1))
            x = Next(layer, x).Replacing(x);
        return x;
    }

    /// <summary>Does nothing: the constructor registers the layers.</summary>
    protected override void RegisterComponents() { }

    /// <summary>What a layer gives; of BatchNorm by its running statistics where there is one value a channel.</summary>
    internal static Tensor Next(nn.Module<Tensor, Tensor> layer, Tensor x)
        => layer is BatchNorm2d { training: true } norm && x.numel() == x.size(1)
            ? nn.functional.batch_norm(x, norm.running_mean, norm.running_var, norm.weight, norm.bias, training: false, eps: norm.eps)
            : layer.call(x);
}
