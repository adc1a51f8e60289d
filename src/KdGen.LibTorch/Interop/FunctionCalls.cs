using System.Runtime.InteropServices;

namespace KdGen.LibTorch;

/// <summary>What libtorch calls of a function of managed code: kd_function_calls.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FunctionCalls
{
    internal delegate* unmanaged<IntPtr, IntPtr, IntPtr, IntPtr*, IntPtr> Backward;

    internal delegate* unmanaged<IntPtr, void> Release;
}
