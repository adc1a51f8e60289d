using TorchSharp;

namespace KdGen.LibTorch;

/// <summary>The dispose scopes that are open on a thread, the innermost last, and what the thread has made and freed.</summary>
internal sealed class ScopeStack
{
    [ThreadStatic]
    private static ScopeStack? here;

    private readonly List<DisposeScope> open = [];

    /// <summary>The current thread's.</summary>
    internal static ScopeStack Here => here ??= new ScopeStack();

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Innermost => open.Count == 0 ? null : open[^1];

    internal DisposeScope Open()
    {
        var scope = new DisposeScope(this);
        open.Add(scope);
        return scope;
    }

    /// <summary>The scope that was innermost when <paramref name="scope"/> was opened and still is open.</summary>
    internal DisposeScope? Around(DisposeScope scope)
    {
        int place = open.LastIndexOf(scope);
        return place > 0 ? open[place - 1] : null;
    }

    /// <summary>Scopes may close in any order.</summary>
    internal void Close(DisposeScope scope) => open.RemoveAt(open.LastIndexOf(scope));

    /// <summary>A tensor has been made: the innermost scope owns it. Without one nobody does.</summary>
    internal DisposeScope? OwnerOfNew(torch.Tensor tensor)
    {
        LifetimeStatistics counts = Counts.TensorStatistics;
        if (Innermost is not { } owner)
        {
            counts.CreatedOutsideScopeCount++;
            return null;
        }

        counts.CreatedInScopeCount++;
        owner.Add(tensor);
        return owner;
    }

    /// <summary>A tensor is about to be disposed.</summary>
    internal void CountDisposal(bool isOwned)
    {
        LifetimeStatistics counts = Counts.TensorStatistics;
        if (isOwned)
            counts.DisposedInScopeCount++;
        else
            counts.DisposedOutsideScopeCount++;
    }
}
