namespace KdGen;

/// <summary>A fully connected layer y = x Wᵀ + b: F features to OutFeatures, a sequence T x F to T x OutFeatures. A map is refused (KDG1003).</summary>
public sealed class LinearAttribute : LayerAttribute
{
    /// <summary>Infers the input features from the layer before.</summary>
    /// <param name="outFeatures">Features of the output.</param>
    public LinearAttribute(int outFeatures) => OutFeatures = outFeatures;

    /// <summary>States the input features, which are checked (KDG1002).</summary>
    /// <param name="inFeatures">Features of the input.</param>
    /// <param name="outFeatures">Features of the output.</param>
    public LinearAttribute(int inFeatures, int outFeatures)
    {
        InFeatures = inFeatures;
        OutFeatures = outFeatures;
    }

    /// <summary>Stated features of the input; null when they are inferred.</summary>
    public int? InFeatures { get; }

    /// <summary>Features of the output.</summary>
    public int OutFeatures { get; }

    /// <summary>Whether a bias is added to every output feature; true unless set.</summary>
    public bool Bias { get; set; } = true;
}
