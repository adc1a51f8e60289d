using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

public class AutogradTests
{
    [Fact]
    public void Backward_FillsTheLeaves()
    {
        using Tensor x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        Assert.Null(x.grad);
        (x * x).sum().backward();
        Assert.Equal([2f, 4f, 6f], x.grad!.data<float>().ToArray());
        (x * 2f).sum().backward();
        Assert.Equal([4f, 6f, 8f], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_FromSeveralRootsIsTheSum()
    {
        using Tensor x = tensor(new[] { 1f, 2f }, requires_grad: true);
        Tensor logits = x * 3f, hint = x * x;
        autograd.backward([logits, hint], [tensor(new[] { 1f, 10f }), tensor(new[] { 0.5f, 0.25f })]);
        Assert.Equal([3f + 1f, 30f + 1f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Backward_WithSomeImplicitGradients()
    {
        using Tensor x = tensor(new[] { 1f, 2f }, requires_grad: true);
        autograd.backward([x.sum(), x * 2f], [null!, ones(2)]);
        Assert.Equal([3f, 3f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Backward_WithTooFewGradientsIsRefused()
    {
        using Tensor x = ones(2, requires_grad: true);
        var exception = Assert.Throws<ArgumentException>(() => autograd.backward([x.sum(), x.sum()], [ones(1)]));
        Assert.Contains("1 gradients for 2 tensors", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_TwiceNeedsTheGraphRetained()
    {
        using Tensor x = ones(2, requires_grad: true);
        Tensor y = (x * x).sum();
        y.backward(retain_graph: true);
        y.backward();
        Assert.Equal([4f, 4f], x.grad!.data<float>().ToArray());
        Assert.Throws<ExternalException>(() => y.backward());
    }

    [Fact]
    public void Backward_IntoGivenInputsLeavesTheOthers()
    {
        using Tensor x = ones(2, requires_grad: true), w = ones(2, requires_grad: true);
        (x * w).sum().backward(inputs: [w]);
        Assert.Null(x.grad);
        Assert.Equal([1f, 1f], w.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Grad_ReturnsGradientsAndAccumulatesNothing()
    {
        using Tensor x = tensor(3.0, requires_grad: true), unused = tensor(1.0, requires_grad: true);
        Tensor first = autograd.grad([x * x * x], [x], retain_graph: true, create_graph: true)[0];
        Tensor second = autograd.grad([first], [x])[0];
        Assert.Equal((27.0, 18.0), (first.item<double>(), second.item<double>()));
        Assert.Null(x.grad);
        Assert.Null(autograd.grad([x * 2.0], [x, unused], allow_unused: true)[1]);
    }

    [Fact]
    public void NoGrad_HoldsUntilDisposed()
    {
        using Tensor x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2f).requires_grad);
            using (enable_grad())
                Assert.True((x * 2f).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        Assert.True((x * 2f).requires_grad);
        Assert.False(x.detach().requires_grad);
    }

    [Fact]
    public void NoGrad_IsOfItsThread()
    {
        using (no_grad())
        {
            bool elsewhere = false;
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
        }
    }

    [Fact]
    public void Leaves_AreWhatNoOperatorMade()
    {
        using Tensor x = ones(2, requires_grad: true);
        using Tensor y = x * 2f;
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        y.retain_grad();
        y.sum().backward();
        Assert.Equal([1f, 1f], y.grad!.data<float>().ToArray());
        Assert.Throws<ExternalException>(() => x.add_(1));
    }
}
