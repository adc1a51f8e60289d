using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Back-propagates from this one-element tensor into the gradients of the leaves.</summary>
        public void backward() => autograd.backward([this]);

        /// <summary>Back-propagates from this tensor into the gradients of the leaves, or of <paramref name="inputs"/> alone.</summary>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same data outside the graph; changes in place show in both.</summary>
        public Tensor detach() => Op.detach.Invoke(this);

        /// <summary>Cuts this tensor off its graph.</summary>
        public Tensor detach_()
        {
            Op.detach_.InvokeVoid(this);
            return this;
        }

        /// <summary>Keeps the gradient of this tensor though it is no leaf.</summary>
        public void retain_grad() => Op.retain_grad.InvokeVoid(this);
    }

    /// <summary>Differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>
        /// Back-propagates from several roots at once: the gradients of the leaves, or of <paramref name="inputs"/> alone, grow by the sum over the
        /// roots of their Jacobians times <paramref name="grad_tensors"/>.
        /// </summary>
        /// <param name="tensors">The roots.</param>
        /// <param name="grad_tensors">One gradient a root, of its size; null, as a whole or for one root, stands for the 1 of a one-element root.</param>
        /// <param name="retain_graph">Whether the graph can be used again; null: as <paramref name="create_graph"/>.</param>
        /// <param name="create_graph">Whether the gradients can themselves be differentiated.</param>
        /// <param name="inputs">The tensors whose gradients accumulate; null: all leaves.</param>
        /// <exception cref="ArgumentException">The number of gradients is not that of the roots.</exception>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Engine.Backward(tensors, grad_tensors, retain_graph ?? create_graph, create_graph, inputs);

        /// <summary>Back-propagates from one root.</summary>
        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Back-propagates from one root with its gradient.</summary>
        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>The gradients of the outputs with respect to the inputs, which do not accumulate anywhere.</summary>
        /// <param name="outputs">The roots.</param>
        /// <param name="inputs">The tensors to differentiate by.</param>
        /// <param name="grad_outputs">One gradient a root; null stands for the 1 of a one-element root.</param>
        /// <param name="retain_graph">Whether the graph can be used again, as it must be for gradients that are differentiated themselves; as in TorchSharp, it does not follow from <paramref name="create_graph"/>.</param>
        /// <param name="create_graph">Whether the gradients can themselves be differentiated.</param>
        /// <param name="allow_unused">Whether an input may have no part in the outputs; its gradient is null then.</param>
        /// <returns>One gradient an input, of its size.</returns>
        /// <exception cref="ArgumentException">The number of gradients is not that of the roots.</exception>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false) =>
            Engine.Gradients(outputs, inputs, grad_outputs, retain_graph, create_graph, allow_unused);
    }

    /// <summary>Until disposed, operators on this thread are not tracked by autograd.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Until disposed, operators on this thread are tracked by autograd, or not.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>Until disposed, operators on this thread are tracked by autograd, or not.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Whether operators on this thread are tracked by autograd.</summary>
    public static bool is_grad_enabled() => Native.kd_grad_enabled() != 0;
}

file static class Op
{
    internal static readonly AtenOp detach = new("detach");
    internal static readonly AtenOp detach_ = new("detach_");
    internal static readonly AtenOp retain_grad = new("retain_grad");
}
