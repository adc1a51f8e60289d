using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>When the tensors of a forward pass are freed.</summary>
public static class TensorLifetime
{
    /// <summary>
    /// Frees a tensor whose successor has been computed, at once instead of when its scope closes: <c>x = conv2.forward(x).Replacing(x)</c>.
    /// What autograd needs of it stays.
    /// </summary>
    /// <param name="next">What has been computed.</param>
    /// <param name="previous">What it was computed from, not needed any more. The same object as <paramref name="next"/> (a layer that hands its input on) stays.</param>
    /// <returns><paramref name="next"/>.</returns>
    public static Tensor Replacing(this Tensor next, Tensor previous)
    {
        if (!ReferenceEquals(next, previous))
            previous.Dispose();
        return next;
    }
}
