using System.Diagnostics;
using TorchSharp;

namespace KdGen.Modules;

/// <summary>
/// What [Shape] states about code of the user's, which the build cannot look into. Generated code compares it with what that code gives; in a build without
/// DEBUG the call is not there, and its arguments are not worked out.
/// </summary>
public static class StatedShape
{
    /// <summary>Checks a batch.</summary>
    /// <param name="output">What the code gave.</param>
    /// <param name="code">Its name, for the message: "Net.Body.Forward".</param>
    /// <param name="shape">The attribute as it is written: "[Shape(64, 8, 8)]".</param>
    /// <param name="sample">The shape of one sample; -1 for a size that only the run knows.</param>
    /// <exception cref="InvalidOperationException"><paramref name="output"/> is not [B, sample...].</exception>
    [Conditional("DEBUG")]
    public static void Check(torch.Tensor output, string code, string shape, params long[] sample)
    {
        long[] given = output.shape;
        bool fits = given.Length == sample.Length + 1;
        for (int i = 0; fits && i < sample.Length; i++)
            fits = sample[i] < 0 || given[i + 1] == sample[i];
        if (!fits)
            throw new InvalidOperationException(
                $"{code} gave [{string.Join(", ", given)}], but {shape} states [B, {string.Join(", ", sample.Select(static size => size < 0 ? "any" : size.ToString()))}]: correct one of them");
    }
}
