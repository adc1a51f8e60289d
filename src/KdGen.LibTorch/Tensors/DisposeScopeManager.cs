using KdGen.LibTorch;

namespace TorchSharp;

/// <summary>Gives the counts of the current thread's tensors and scopes.</summary>
public class DisposeScopeManager
{
    /// <summary>The counts of the current thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ScopeStack.Here.Counts;
}
