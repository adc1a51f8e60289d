using TorchSharp;

namespace KdGen.Modules;

/// <summary>
/// What generated models ask of their input before the first layer. Every shape behind it was worked out by the build, so an input of
/// another shape is the one mistake left; caught here it is named by the model instead of by some layer's matrix product.
/// </summary>
public static class InputShape
{
    /// <summary>Checks a batch.</summary>
    /// <param name="input">What the model was called with.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="sample">The shape of one sample, as [Input] states it.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not [B, sample...].</exception>
    public static void Check(torch.Tensor input, string model, params long[] sample)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        if (shape.Length != sample.Length + 1 || !shape.AsSpan(1).SequenceEqual(sample))
            throw new ArgumentException($"{model} takes [B, {string.Join(", ", sample)}], not [{string.Join(", ", shape)}]: change its [Input] or the data");
    }
}
