using TorchSharp;

namespace KdGen.LibTorch;

/// <summary>The calls into libtorch's autograd engine.</summary>
internal static unsafe class Engine
{
    internal static void Backward(IList<torch.Tensor> roots, IList<torch.Tensor>? gradients, bool retainGraph, bool createGraph, IList<torch.Tensor>? inputs)
    {
        fixed (IntPtr* rootHandles = Handles(roots), gradientHandles = GradientHandles(roots, gradients), inputHandles = Handles(inputs ?? []))
            Native.Check(Native.kd_backward(rootHandles, gradientHandles, roots.Count, inputHandles, inputs?.Count ?? 0, retainGraph ? 1 : 0, createGraph ? 1 : 0));
        GC.KeepAlive(roots);
        GC.KeepAlive(gradients);
        GC.KeepAlive(inputs);
    }

    internal static IList<torch.Tensor> Gradients(IList<torch.Tensor> roots, IList<torch.Tensor> inputs, IList<torch.Tensor>? gradients, bool retainGraph, bool createGraph, bool allowUnused)
    {
        var results = new IntPtr[inputs.Count];
        fixed (IntPtr* rootHandles = Handles(roots), gradientHandles = GradientHandles(roots, gradients), inputHandles = Handles(inputs), resultHandles = results)
            Native.Check(Native.kd_gradients(rootHandles, gradientHandles, roots.Count, inputHandles, inputs.Count, retainGraph ? 1 : 0, createGraph ? 1 : 0, allowUnused ? 1 : 0, resultHandles));
        GC.KeepAlive(roots);
        GC.KeepAlive(gradients);
        GC.KeepAlive(inputs);
        return Array.ConvertAll(results, handle => handle == IntPtr.Zero ? null! : new torch.Tensor(handle));
    }

    private static IntPtr[] Handles(IList<torch.Tensor> tensors)
    {
        var handles = new IntPtr[tensors.Count];
        for (int i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        return handles;
    }

    private static IntPtr[] GradientHandles(IList<torch.Tensor> roots, IList<torch.Tensor>? gradients)
    {
        var handles = new IntPtr[roots.Count];
        if (gradients is null)
            return handles;
        if (gradients.Count != roots.Count)
            throw new ArgumentException($"backward got {gradients.Count} gradients for {roots.Count} tensors: give one each, null for the implicit 1");
        for (int i = 0; i < handles.Length; i++)
            handles[i] = gradients[i]?.Handle ?? IntPtr.Zero;
        return handles;
    }
}
