using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>One direction of a contrastive loss.</summary>
/// <param name="Anchors">[B, D] float32, contiguous in the machine's memory.</param>
/// <param name="Bank">[N, D] float32 or bfloat16, contiguous in the machine's memory.</param>
/// <param name="LogZ">The logarithm of what the exponentials of the scores are divided by.</param>
internal readonly record struct ContrastSide(Tensor Anchors, Tensor Bank, double LogZ);
