namespace KdGen.LibTorch;

/// <summary>Sets whether autograd tracks this thread's operators and, disposed, sets it back.</summary>
internal sealed class GradMode : IDisposable
{
    private readonly int previous = Native.kd_grad_enabled();

    internal GradMode(bool enabled) => Native.kd_set_grad_enabled(enabled ? 1 : 0);

    public void Dispose() => Native.kd_set_grad_enabled(previous);
}
