using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A learned vector for each of a number of ids: [...] of 64-bit ids to [..., dims].</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long paddingIndex;
    private readonly double? maxNorm;
    private readonly double normType;
    private readonly bool scaleByFrequency;
    private readonly bool sparse;
    private Parameter? weightParameter;

    internal Embedding(
        long count, long dims, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype)
        : base(nameof(Embedding))
    {
        if (padding_idx >= count || padding_idx < -count)
            throw new ArgumentOutOfRangeException(nameof(padding_idx), padding_idx, $"Embedding of {count} ids: padding_idx must be one of them");
        // To the operator, -1 is "no padding".
        paddingIndex = padding_idx is { } index ? (index < 0 ? index + count : index) : -1;
        (maxNorm, normType, scaleByFrequency, this.sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
        weight = new Parameter(empty(new[] { count, dims }, dtype: dtype, device: device));
        nn.init.normal_(weight);
        if (paddingIndex < 0) return;
        using var noGrad = no_grad();
        using var row = weight.select(0, paddingIndex);
        NnOps.Zero.InvokeVoid(row);
    }

    /// <summary>The vectors, [ids, dims].</summary>
    public Parameter weight
    {
        get => weightParameter!;
        set => Assign(nameof(weight), ref weightParameter, value);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (maxNorm is { } most)
        {
            using var noGrad = no_grad();
            NnOps.EmbeddingRenormInPlace.InvokeVoid(weight, input, most, normType);
        }
        return NnOps.Embedding.Invoke(weight, input, paddingIndex, scaleByFrequency, sparse);
    }

    private protected override void Rebind(string key, Tensor old, Tensor moved) => weightParameter = (Parameter)moved;
}
