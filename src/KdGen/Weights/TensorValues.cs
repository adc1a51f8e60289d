using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>A tensor's values as bytes.</summary>
internal static class TensorValues
{
    // A span holds at most 2 GB.
    private const long PieceElements = 1 << 26;

    /// <summary>Writes the values in logical order, from whatever device and strides.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        if (tensor.numel() == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor values = tensor.cpu().contiguous().reshape(-1);
            long count = values.shape[0];
            for (long start = 0; start < count; start += PieceElements)
                stream.Write(values.narrow(0, start, Math.Min(PieceElements, count - start)).bytes);
        }
    }
}
