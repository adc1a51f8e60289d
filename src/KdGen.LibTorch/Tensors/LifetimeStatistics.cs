namespace TorchSharp;

/// <summary>How many objects of one kind a thread has created and disposed, in and outside of dispose scopes.</summary>
public class LifetimeStatistics
{
    /// <summary>Created while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed while not owned by a scope.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Created into a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Disposed while owned by a scope.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Attached to a scope after their creation.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Detached from all scopes.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Created on this thread less disposed on this thread.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    /// <summary>Sets every count to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    /// <summary>The counts in one line.</summary>
    public override string ToString() =>
        $"live {ThreadTotalLiveCount}; created {CreatedInScopeCount} in a scope, {CreatedOutsideScopeCount} outside; disposed {DisposedInScopeCount} in a scope, {DisposedOutsideScopeCount} outside; attached {AttachedToScopeCount}, detached {DetachedFromScopeCount}";
}
