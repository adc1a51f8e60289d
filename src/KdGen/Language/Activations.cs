namespace KdGen;

/// <summary>max(0, x).</summary>
public sealed class ReLUAttribute : LayerAttribute;

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

/// <summary>1 / (1 + exp(-x)).</summary>
public sealed class SigmoidAttribute : LayerAttribute;

/// <summary>The hyperbolic tangent.</summary>
public sealed class TanhAttribute : LayerAttribute;

/// <summary>Softmax over the channels of a map or the features of a vector. Losses read logits: a model that is trained with CE or KL ends without it.</summary>
public sealed class SoftmaxAttribute : LayerAttribute;
