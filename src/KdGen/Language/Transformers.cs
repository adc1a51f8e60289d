namespace KdGen;

/// <summary>A trained vector for each index: T indices to T x Features. Its input is [Input(T, DType = DType.I64)]; real numbers are refused (KDG1016).</summary>
/// <param name="count">How many different indices there are, from 0 to count - 1.</param>
/// <param name="features">Features of a vector.</param>
public sealed class EmbeddingAttribute(int count, int features) : LayerAttribute
{
    /// <summary>How many different indices there are.</summary>
    public int Count { get; } = count;

    /// <summary>Features of a vector.</summary>
    public int Features { get; } = features;
}

/// <summary>
/// Cuts a map into square patches and gives each its vector, a linear function of its pixels (Dosovitskiy et al., 2021): C x H x W to T x Features with
/// T = (H / Patch) (W / Patch), row by row.
/// </summary>
/// <param name="features">Features of a token.</param>
public sealed class PatchEmbedAttribute(int features) : LayerAttribute
{
    /// <summary>Features of a token.</summary>
    public int Features { get; } = features;

    /// <summary>Height and width of a patch in pixels, which divides height and width of the map (KDG1010); 16 unless set.</summary>
    public int Patch { get; set; } = 16;
}

/// <summary>
/// Puts trained tokens in front of a sequence: T x D to (Count + T) x D. The weights are called cls_token, dist_token (Touvron et al., 2021), token2 ... and stand
/// directly under the class.
/// </summary>
/// <param name="count">Tokens.</param>
public sealed class TokensAttribute(int count = 1) : LayerAttribute
{
    /// <summary>Tokens.</summary>
    public int Count { get; } = count;
}

/// <summary>Adds a trained vector to each token of a sequence T x D. The weights are called pos_embed and stand directly under the class.</summary>
public sealed class PosEmbedAttribute : LayerAttribute;

/// <summary>
/// Multi-head self-attention on a sequence T x D (Vaswani et al., 2017): softmax(Q Kᵀ / sqrt(D / Heads)) V in each head, with Q, K, V from one trained layer (qkv)
/// and another one (proj) behind the heads.
/// </summary>
/// <param name="heads">Heads, which divide the features (KDG1009).</param>
public sealed class AttentionAttribute(int heads) : LayerAttribute
{
    /// <summary>Heads.</summary>
    public int Heads { get; } = heads;

    /// <summary>Whether queries, keys and values have a bias (the layer behind the heads always has); true unless set.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The probability that an attention weight is left out while training, at least 0 and below 1; 0 unless set.</summary>
    public double Dropout { get; set; }
}
