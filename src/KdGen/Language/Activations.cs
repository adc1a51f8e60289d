namespace KdGen;

/// <summary>max(0, x).</summary>
public sealed class ReLUAttribute : LayerAttribute;

/// <summary>min(max(0, x), 6).</summary>
public sealed class ReLU6Attribute : LayerAttribute;

/// <summary>x where positive, slope * x elsewhere.</summary>
/// <param name="slope">The factor for negative values.</param>
public sealed class LeakyReLUAttribute(double slope = 0.01) : LayerAttribute
{
    /// <summary>The factor for negative values.</summary>
    public double Slope { get; } = slope;
}

/// <summary>x * Phi(x) with the exact normal distribution function (Hendrycks and Gimpel, 2016).</summary>
public sealed class GELUAttribute : LayerAttribute;

/// <summary>x * sigmoid(x), also known as Swish.</summary>
public sealed class SiLUAttribute : LayerAttribute;

/// <summary>x * min(max(0, x + 3), 6) / 6 (Howard et al., 2019): close to SiLU without an exponential.</summary>
public sealed class HardSwishAttribute : LayerAttribute;

/// <summary>1 / (1 + exp(-x)).</summary>
public sealed class SigmoidAttribute : LayerAttribute;

/// <summary>The hyperbolic tangent.</summary>
public sealed class TanhAttribute : LayerAttribute;

/// <summary>exp(x) over its sum along the channels of a map, the features of a vector, or the features of each token of a sequence. Losses read logits: a model that is trained with CE or KL ends without it.</summary>
public sealed class SoftmaxAttribute : LayerAttribute;
