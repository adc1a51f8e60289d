using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>
/// Multi-head self-attention, [B, T, D] to [B, T, D]: softmax(q kᵀ / sqrt(D / heads)) v for each head, then a linear map. Vaswani et al.,
/// "Attention Is All You Need", 2017; parameters named and laid out as in timm's vision transformers: <c>qkv</c> (D to 3D: queries of all heads, keys, values) and <c>proj</c>.
/// </summary>
public sealed class Attention : nn.Module<Tensor, Tensor>
{
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly long heads;
    private readonly double dropout;

    /// <summary>Makes the layer with fresh weights.</summary>
    /// <param name="features">D.</param>
    /// <param name="heads">The number of heads, a divisor of D.</param>
    /// <param name="qkvBias">Whether queries, keys and values have a bias.</param>
    /// <param name="dropout">The probability with which an attention weight is dropped in training mode.</param>
    /// <exception cref="ArgumentException"><paramref name="heads"/> does not divide <paramref name="features"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is no probability.</exception>
    public Attention(long features, long heads, bool qkvBias = true, double dropout = 0) : base(nameof(Attention))
    {
        if (heads < 1 || features % heads != 0)
            throw new ArgumentException($"Attention: {heads} heads must divide {features} features", nameof(heads));
        if (dropout is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Attention: dropout must be at least 0 and below 1");
        (this.heads, this.dropout) = (heads, dropout);
        qkv = nn.Linear(features, 3 * features, qkvBias);
        proj = nn.Linear(features, features);
        register_module(nameof(qkv), qkv);
        register_module(nameof(proj), proj);
    }

    /// <summary>Attends: [B, T, D] to [B, T, D].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Heads(input);
        var mixed = nn.functional.scaled_dot_product_attention(q, k, v, p: training ? dropout : 0);
        return Joined(mixed, input).MoveToOuterDisposeScope();
    }

    /// <summary>Attends, and shows where each head looked.</summary>
    /// <param name="input">[B, T, D].</param>
    /// <returns>The output [B, T, D], and the attention map [B, heads, T, T] before dropout: row t sums to one and says how much of each position t took.</returns>
    public (Tensor Output, Tensor Map) ForwardWithMap(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Heads(input);
        var map = Fit(q, k).softmax(-1);
        var mixed = (dropout > 0 ? nn.functional.dropout(map, dropout, training) : map).matmul(v);
        return (Joined(mixed, input).MoveToOuterDisposeScope(), map.MoveToOuterDisposeScope());
    }

    /// <summary>Attends, and shows how well each position fits each other before the softmax.</summary>
    /// <param name="input">[B, T, D].</param>
    /// <param name="scores">q kᵀ / sqrt(D / heads), [B, heads, T, T].</param>
    /// <returns>The output [B, T, D].</returns>
    public Tensor ForwardWithScores(Tensor input, out Tensor scores)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Heads(input);
        scores = Fit(q, k);
        var map = scores.softmax(-1);
        var mixed = (dropout > 0 ? nn.functional.dropout(map, dropout, training) : map).matmul(v);
        scores.MoveToOuterDisposeScope();
        return Joined(mixed, input).MoveToOuterDisposeScope();
    }

    /// <summary>How well each position fits each other before the softmax: q kᵀ / sqrt(D / heads).</summary>
    /// <param name="input">[B, T, D].</param>
    /// <returns>[B, heads, T, T].</returns>
    public Tensor Scores(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (q, k, _) = Heads(input);
        return Fit(q, k).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the two children are registered by the constructor.</summary>
    protected override void RegisterComponents() { }

    // [B, T, D] to three of [B, heads, T, D / heads].
    private (Tensor Query, Tensor Key, Tensor Value) Heads(Tensor input)
    {
        var parts = qkv.forward(input).reshape(input.size(0), input.size(1), 3, heads, -1).permute(2, 0, 3, 1, 4).unbind(0);
        return (parts[0], parts[1], parts[2]);
    }

    private static Tensor Fit(Tensor q, Tensor k) => q.mul(1 / Math.Sqrt(q.size(-1))).matmul(k.transpose(-2, -1));

    // [B, heads, T, D / heads] to [B, T, D].
    private Tensor Joined(Tensor mixed, Tensor input) => proj.forward(mixed.transpose(1, 2).reshape(input.shape));
}
