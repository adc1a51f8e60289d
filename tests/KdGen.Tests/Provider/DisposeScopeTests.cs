using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

public class DisposeScopeTests
{
    [Fact]
    public void Scope_DisposesWhatItSaw()
    {
        Tensor inside, moved, detached;
        using (DisposeScope outer = NewDisposeScope())
        {
            using (DisposeScope inner = NewDisposeScope())
            {
                inside = ones(2);
                moved = ones(2).MoveToOuterDisposeScope();
                detached = ones(2).DetachFromDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
            }
            Assert.True(inside.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void MoveToOuter_WithoutAnOuterScopeDetaches()
    {
        Tensor x;
        using (NewDisposeScope())
            x = ones(2).MoveToOuterDisposeScope();
        Assert.False(x.IsInvalid);
        x.Dispose();
    }

    [Fact]
    public void MoveToOther_JoinsTheScopeOfTheOtherTensor()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor anchor = ones(1), x;
        using (NewDisposeScope())
            x = ones(2).MoveToOtherDisposeScope(anchor);
        Assert.True(outer.Contains(x));
        outer.DisposeEverythingBut(anchor);
        Assert.True(x.IsInvalid);
        Assert.False(anchor.IsInvalid);
    }

    [Fact]
    public void Attach_TakesOver()
    {
        Tensor x = ones(2);
        using (DisposeScope scope = NewDisposeScope())
        {
            scope.Attach(x);
            Assert.Throws<InvalidOperationException>(() => scope.Attach(new MemoryStream()));
        }
        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void Scopes_AreOfTheirThread()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? elsewhere = null;
        bool open = true;
        var thread = new Thread(() =>
        {
            open = CurrentDisposeScope is not null;
            elsewhere = ones(2);
        });
        thread.Start();
        thread.Join();
        Assert.False(open);
        Assert.False(scope.Contains(elsewhere!));
        elsewhere!.Dispose();
    }

    [Fact]
    public void Scopes_MayCloseOutOfOrder()
    {
        DisposeScope outer = NewDisposeScope(), inner = NewDisposeScope();
        Tensor x = ones(2);
        outer.Dispose();
        Assert.False(x.IsInvalid);
        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Null(CurrentDisposeScope);
        Assert.Throws<ObjectDisposedException>(() => inner.DisposablesCount);
    }

    [Fact]
    public void WrappedScope_KeepsOnlyTheResult()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor y = WrappedTensorDisposeScope(() => (ones(2) * 2f).exp().sum());
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Statistics_CountTheThread()
    {
        ThreadDisposeScopeStatistics statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        Tensor x = ones(2);
        using (NewDisposeScope())
        {
            Tensor y = ones(2);
            ones(2).DetachFromDisposeScope().Dispose();
        }
        Assert.Equal(1, statistics.ThreadTotalLiveCount);
        Assert.Equal((1L, 2L, 1L, 1L, 1L), (statistics.CreatedOutsideScopeCount, statistics.CreatedInScopeCount, statistics.DisposedInScopeCount, statistics.DisposedOutsideScopeCount, statistics.DetachedFromScopeCount));
        x.Dispose();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }
}
