using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>Back-propagation from several values at once, for steps whose loss reads more than one.</summary>
public static class Backward
{
    /// <summary>Adds to the gradients of the weights that the values were computed from.</summary>
    /// <param name="values">What the loss reads. Values that no trained weight stands behind are left out: the layers before them may be frozen.</param>
    /// <param name="gradients">The loss's gradient for each of them.</param>
    public static void From(IReadOnlyList<Tensor> values, IReadOnlyList<Tensor> gradients)
    {
        int[] learned = [.. Enumerable.Range(0, values.Count).Where(i => values[i].requires_grad)];

        // Where nothing is learned torch says so.
        int[] roots = learned.Length > 0 ? learned : [.. Enumerable.Range(0, values.Count)];
        autograd.backward([.. roots.Select(i => values[i])], [.. roots.Select(i => gradients[i])]);
    }
}
