using System.Runtime.InteropServices;

namespace KdGen.LibTorch;

/// <summary>A <c>torch::jit::Module</c>.</summary>
internal sealed class ScriptHandle : SafeHandle
{
    internal ScriptHandle(IntPtr module) : base(IntPtr.Zero, ownsHandle: true) => SetHandle(module);

    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle()
    {
        Native.kd_module_free(handle);
        return true;
    }
}
