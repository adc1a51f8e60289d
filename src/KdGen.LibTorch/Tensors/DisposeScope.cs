namespace TorchSharp;

/// <summary>
/// Owns the tensors that are created on its thread while it is the innermost open scope, and disposes them when it closes, but for those moved
/// out or detached. It must be closed on the thread that opened it.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? manager;

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<IDisposable> Disposables { get; private set; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>A copy of what the scope owns now.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            Open();
            return [.. Disposables];
        }
    }

    /// <summary>How many objects the scope owns now.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public int DisposablesCount
    {
        get
        {
            Open();
            return Disposables.Count;
        }
    }

    /// <summary>Whether the scope owns the object.</summary>
    public bool Contains(IDisposable disposable) => Disposables.Contains(disposable);

    /// <summary>Hands the object to the outer scope; detaches it when there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);

    /// <summary>Hands the objects to the outer scope; detaches them when there is none.</summary>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    /// <summary>Hands the object to another scope; null detaches it.</summary>
    /// <exception cref="ObjectDisposedException">The scope is closed.</exception>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        DisposeScopeManager owner = Open();
        if (Disposables.Remove(disposable))
        {
            if (scope is null)
                Forget(owner, disposable);
            else
                scope.Own(disposable);
        }
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
        DisposeScopeManager owner = Open();
        List<IDisposable> attached = [.. disposables];
        foreach (IDisposable disposable in attached)
        {
            if (Disposables.Contains(disposable))
                continue;
            (disposable as torch.Tensor)?.OwningDisposeScope?.Disposables.Remove(disposable);
            Own(disposable);
            owner.StatisticsInstance.TensorStatistics.AttachedToScopeCount++;
        }
        return attached;
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
        Open();
        HashSet<IDisposable> owned = Disposables;
        Disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in owned)
        {
            if (!Disposables.Contains(disposable))
                disposable.Dispose();
        }
    }

    /// <summary>Tells the scope that an object it owns has been disposed by other means.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        Disposables.Remove(disposable);
        if (disposable is torch.Tensor tensor)
            tensor.OwningDisposeScope = null;
    }

    /// <summary>Disposes everything that the scope owns and closes it.</summary>
    public void Dispose()
    {
        if (manager is null)
            return;
        DisposeEverything();
        manager.RemoveDisposeScope(this);
        manager = null;
    }

    /// <summary>Puts <paramref name="replacement"/> into the place of a tensor whose handle it has taken over.</summary>
    internal static void ReplaceWith(torch.Tensor original, torch.Tensor replacement)
    {
        DisposeScope? scope = original.OwningDisposeScope;
        if (scope is null || !scope.Disposables.Remove(original))
            return;
        original.OwningDisposeScope = null;
        scope.Own(replacement);
    }

    private DisposeScopeManager Open() => manager ?? throw new ObjectDisposedException(typeof(DisposeScope).FullName);

    // As in TorchSharp, a scope takes nothing but tensors.
    private void Own(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor)
            throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");
        Disposables.Add(tensor);
        tensor.OwningDisposeScope = this;
    }

    private static void Forget(DisposeScopeManager manager, IDisposable disposable)
    {
        manager.StatisticsInstance.TensorStatistics.DetachedFromScopeCount++;
        if (disposable is torch.Tensor tensor)
            tensor.OwningDisposeScope = null;
    }
}
