using KdGen.LibTorch;

namespace TorchSharp;

/// <summary>
/// Owns the tensors that are created on its thread while it is the innermost open scope, and disposes them when it closes, but for those moved
/// out or detached. It must be closed on the thread that opened it.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly ScopeStack stack;
    private HashSet<IDisposable> owned = new(ReferenceEqualityComparer.Instance);
    private bool isClosed;

    internal DisposeScope(ScopeStack stack) => this.stack = stack;

    private DisposeScope? Outer => stack.Around(this);

    /// <summary>A copy of what the scope owns now.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            ThrowIfClosed();
            return [.. owned];
        }
    }

    /// <summary>How many objects the scope owns now.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public int DisposablesCount
    {
        get
        {
            ThrowIfClosed();
            return owned.Count;
        }
    }

    /// <summary>Whether the scope owns the object.</summary>
    public bool Contains(IDisposable disposable) => owned.Contains(disposable);

    /// <summary>Hands the object to the outer scope; detaches it when there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(Outer, disposable);

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(Outer, disposables);

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    /// <summary>Hands the object to another scope; null detaches it.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        ThrowIfClosed();
        if (!owned.Remove(disposable) || (IDisposable)disposable is not torch.Tensor tensor)
            return disposable;
        tensor.Owner = scope;
        if (scope is null)
            stack.Counts.TensorStatistics.DetachedFromScopeCount++;
        else
            scope.Add(tensor);
        return disposable;
    }

    /// <summary>Hands the objects to another scope; null detaches them.</summary>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Hands the objects to another scope; null detaches them.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
            MoveToOther(scope, disposable);
    }

    /// <summary>Takes the object out of the scope; from then on the caller disposes it.</summary>
    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    /// <summary>Takes the objects out of the scope; from then on the caller disposes them.</summary>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    /// <summary>Takes the objects out of the scope; from then on the caller disposes them.</summary>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    /// <summary>Takes the objects out of the scope; from then on the caller disposes them.</summary>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes the objects out of the scope; from then on the caller disposes them.</summary>
    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Puts the object into this scope, out of the one that owns it.</summary>
    public void Attach(IDisposable disposable) => Attach([disposable]);

    /// <summary>Puts the objects into this scope, out of those that own them.</summary>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Puts the objects into this scope, out of those that own them, and returns them.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        ThrowIfClosed();
        IDisposable[] given = [.. disposables];
        foreach (IDisposable disposable in given)
        {
            if (disposable is not torch.Tensor tensor)
                throw new InvalidOperationException($"a dispose scope owns tensors only, not a {disposable.GetType().Name}");
            if (tensor.Owner == this)
                continue;
            tensor.Owner?.owned.Remove(tensor);
            tensor.Owner = this;
            Add(tensor);
            stack.Counts.TensorStatistics.AttachedToScopeCount++;
        }
        return given;
    }

    /// <summary>Disposes everything that the scope owns; the scope stays open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes everything that the scope owns but the object; the scope stays open.</summary>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Disposes everything that the scope owns but the objects; the scope stays open.</summary>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    /// <summary>Disposes everything that the scope owns but the objects; the scope stays open.</summary>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    /// <summary>Disposes everything that the scope owns but the objects; the scope stays open.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <summary>Disposes everything that the scope owns but the objects; the scope stays open.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        ThrowIfClosed();
        var kept = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        // A tensor that is disposed leaves the set it is in: the scope works on the new one while the old one is walked.
        (HashSet<IDisposable> all, owned) = (owned, kept);
        foreach (IDisposable disposable in all)
        {
            if (!kept.Contains(disposable))
                disposable.Dispose();
        }
    }

    /// <summary>Tells the scope that an object it owns has been disposed by other means.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        owned.Remove(disposable);
        if (disposable is torch.Tensor tensor)
            tensor.Owner = null;
    }

    /// <summary>Disposes everything that the scope owns and closes it.</summary>
    public void Dispose()
    {
        if (isClosed)
            return;
        DisposeEverything();
        stack.Close(this);
        isClosed = true;
    }

    /// <summary>Notes a tensor whose <see cref="torch.Tensor.Owner"/> this scope is.</summary>
    internal void Add(torch.Tensor tensor) => owned.Add(tensor);

    /// <summary>What owned <paramref name="given"/> owns <paramref name="taker"/> instead, which has taken over its handle.</summary>
    internal static void Inherit(torch.Tensor given, torch.Tensor taker)
    {
        if (given.Owner is not { } owner)
            return;
        owner.owned.Remove(given);
        given.Owner = null;
        taker.Owner = owner;
        owner.Add(taker);
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(isClosed, this);
}
