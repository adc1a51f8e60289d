using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>Where a tensor's values lie.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Whether a tensor lies in one piece of the machine's memory.</summary>
    public static bool Has(Tensor tensor) => tensor.device_type == DeviceType.CPU && tensor.is_contiguous();

    /// <summary>The address of the first value of a tensor in one piece of the machine's memory, valid while the tensor lives; null when there is no tensor.</summary>
    public static void* Of(Tensor? tensor)
    {
        if (tensor is null)
            return null;
        if (tensor.NumberOfElements * tensor.ElementSize <= int.MaxValue)
            return Address(tensor);

        // A span holds at most 2 GB: the first value is where the whole begins.
        using Tensor first = tensor.view(-1).narrow(0, 0, 1);
        return Address(first);
    }

    private static void* Address(Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
