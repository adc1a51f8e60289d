using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

/// <summary>Functions whose gradient managed code computes.</summary>
public class AutogradFunctionTests
{
    [Fact]
    public void Apply_GivesTheFunctionsOwnGradients()
    {
        using Tensor x = tensor(new[] { 1f, 2f }, requires_grad: true), y = tensor(new[] { 5f, 7f }, requires_grad: true), data = ones(2);
        Tensor product = ScaledProduct.apply(x, "text", y, 10.0, data);
        Assert.Equal([51f, 141f], product.data<float>().ToArray());
        product.sum().backward();
        Assert.Equal([50f, 70f], x.grad!.data<float>().ToArray());
        Assert.Equal([10f, 20f], y.grad!.data<float>().ToArray());
        Assert.Null(data.grad);
    }

    [Fact]
    public void Apply_InTheMiddleOfAGraph_PassesGradientsOn()
    {
        using Tensor x = tensor(new[] { 1f, 2f }, requires_grad: true);
        (ScaledProduct.apply(x * 3, "", x.exp().log(), 1.0, ones(2)) * 2).sum().backward();
        Assert.All(x.grad!.data<float>().ToArray().Zip([12f, 24f]), static pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    [Fact]
    public void Apply_OfWhatNeedsNoGradient_IsTheValueAlone()
    {
        using Tensor x = ones(2), y = ones(2, requires_grad: true);
        Assert.False(ScaledProduct.apply(x, "", x, 1.0, x).requires_grad);
        using (no_grad())
            Assert.False(ScaledProduct.apply(x, "", y, 1.0, x).requires_grad);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Backward_Twice_NeedsTheGraphRetained()
    {
        using Tensor x = ones(2, requires_grad: true);
        Tensor value = ScaledProduct.apply(x, "", x, 1.0, ones(2)).sum();
        autograd.backward(value, retain_graph: true);
        value.backward();
        Assert.Equal([4f, 4f], x.grad!.data<float>().ToArray());
        Assert.Contains("second time", Assert.Throws<ExternalException>(value.backward).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exception_InBackward_ReachesWhoeverAsked()
    {
        using Tensor x = ones(2, requires_grad: true);
        Assert.Equal("no way back", Assert.Throws<ExternalException>(() => Failing.apply(x).sum().backward()).Message);
        Assert.Contains("2 gradients for 1 arguments", Assert.Throws<ExternalException>(() => TooMany.apply(x).sum().backward()).Message, StringComparison.Ordinal);
        (x * 2).sum().backward();
        Assert.Equal([2f, 2f], x.grad!.data<float>().ToArray());
    }

    // TorchSharp itself ends the process at an exception on the way back.
    [Fact]
    public void Feature_ThatIsChangedInPlaceBeforeTheWayBack_IsNoticed()
    {
        using var scope = NewDisposeScope();
        Tensor leaf = randn(2, 3).requires_grad_(), student = leaf * 2, loss = FeatureLoss.Hint(student, randn(2, 3));
        student.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<ExternalException>(() => loss.backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SavedTensors_OutsideOfBackward_AreRefused()
    {
        using Tensor x = ones(2, requires_grad: true);
        autograd.AutogradContext[] kept = new autograd.AutogradContext[1];
        Assert.Contains("while backward runs", Assert.Throws<InvalidOperationException>(() => Peeking.apply(x, kept, true)).Message, StringComparison.Ordinal);

        using Tensor value = Peeking.apply(x, kept, false).sum();
        value.backward(retain_graph: true);
        Assert.Throws<InvalidOperationException>(kept[0].get_saved_variables);
        value.backward();
        Assert.Equal([2f, 2f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Graph_ThatIsGone_KeepsNothing()
    {
        using Tensor x = ones(2, requires_grad: true);
        WeakReference kept = Use(x);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(kept.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(Tensor x)
    {
        using var scope = NewDisposeScope();
        object text = new string('a', 3);
        ScaledProduct.apply(x, text, x, 1.0, x).sum().backward();
        x.grad = null;
        return new WeakReference(text);
    }

    /// <summary>x y scale + data.</summary>
    private sealed class ScaledProduct : autograd.SingleTensorFunction<ScaledProduct>
    {
        public override string Name => nameof(ScaledProduct);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            Assert.False(is_grad_enabled());
            ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[2]]);
            ctx.save_data("scale", vars[3]);
            ctx.save_data("text", vars[1]);
            Assert.Null(ctx.get_data("nothing"));
            return ((Tensor)vars[0] * (Tensor)vars[2] * (float)(double)vars[3]) + (Tensor)vars[4];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            List<Tensor> saved = ctx.get_saved_variables();
            Tensor scaled = grad_output * (float)(double)ctx.get_data("scale");
            return [scaled * saved[1], null!, scaled * saved[0], null!, null!];
        }
    }

    /// <summary>x, and whoever calls gets the context.</summary>
    private sealed class Peeking : autograd.SingleTensorFunction<Peeking>
    {
        public override string Name => nameof(Peeking);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            ((autograd.AutogradContext[])vars[1])[0] = ctx;
            if ((bool)vars[2])
                ctx.get_saved_variables();
            return (Tensor)vars[0] * 1;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.get_saved_variables()[0], null!, null!];
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new InvalidOperationException("no way back");
    }

    private sealed class TooMany : autograd.SingleTensorFunction<TooMany>
    {
        public override string Name => nameof(TooMany);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output, grad_output];
    }
}
