namespace KdGen;

/// <summary>
/// Layer normalisation (Ba et al., 2016): the F features of a vector, or of each token of a sequence T x F, get mean 0 and variance 1, then a trained scale and
/// shift each. A map is refused (KDG1004): GroupNorm(1) is meant for those.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance; 1e-5 unless set.</summary>
    public double Eps { get; set; } = 1e-5;
}

/// <summary>
/// Group normalisation of a map C x H x W or signal C x L (Wu and He, 2018): each of the equal groups of channels gets mean 0 and variance 1, then each channel a
/// trained scale and shift.
/// </summary>
/// <param name="groups">The number of groups, which divides the channels (KDG1008); 1 normalises each sample as a whole.</param>
public sealed class GroupNormAttribute(int groups) : LayerAttribute
{
    /// <summary>The number of groups.</summary>
    public int Groups { get; } = groups;

    /// <summary>Added to the variance; 1e-5 unless set.</summary>
    public double Eps { get; set; } = 1e-5;
}

/// <summary>
/// x / sqrt(mean(x²) + Eps) * weight over the features of a vector F or of each token of a sequence T x F (Zhang and Sennrich, 2019), with a trained weight for
/// each feature. A map is refused (KDG1004).
/// </summary>
public sealed class RMSNormAttribute : LayerAttribute
{
    /// <summary>Added to the mean of the squares; 1e-6 unless set.</summary>
    public double Eps { get; set; } = 1e-6;
}

/// <summary>x / max(|x|₂, 1e-12): to length 1, over the channels of a map at each pixel, the features of a vector, or the features of each token of a sequence.</summary>
public sealed class L2NormalizeAttribute : LayerAttribute;
