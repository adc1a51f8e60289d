using System.Runtime.InteropServices;
using TorchSharp;

namespace KdGen.LibTorch;

/// <summary>A call of a function of managed code, as long as the graph of autograd has it.</summary>
internal sealed unsafe class FunctionCall
{
    [ThreadStatic]
    private static IntPtr message;

    private readonly Func<torch.autograd.AutogradContext, torch.Tensor, List<torch.Tensor>> backward;
    private readonly torch.autograd.AutogradContext context;
    private readonly string name;
    private readonly bool[] isTensor;

    private FunctionCall(string name, Func<torch.autograd.AutogradContext, torch.Tensor, List<torch.Tensor>> backward, torch.autograd.AutogradContext context, object[] arguments) =>
        (this.name, this.backward, this.context, isTensor) = (name, backward, context, Array.ConvertAll(arguments, static argument => argument is torch.Tensor));

    /// <summary>Tells autograd that <paramref name="result"/> is a function's result of those arguments that are tensors.</summary>
    internal static void Attach(
        torch.Tensor result, string name, Func<torch.autograd.AutogradContext, torch.Tensor, List<torch.Tensor>> backward, torch.autograd.AutogradContext context, object[] arguments)
    {
        IntPtr[] inputs = [.. arguments.OfType<torch.Tensor>().Select(static tensor => tensor.Handle)];
        IntPtr[] saved = [.. context.Saved.Select(static tensor => tensor.Handle)];
        GCHandle state = GCHandle.Alloc(new FunctionCall(name, backward, context, arguments));
        fixed (IntPtr* inputHandles = inputs, savedHandles = saved)
            Native.Check(Native.kd_function_result(result.Handle, inputHandles, inputs.Length, savedHandles, saved.Length, new() { Backward = &Backward, Release = &Release }, GCHandle.ToIntPtr(state)));
        GC.KeepAlive(arguments);
        context.ReleaseSaved();
    }

    [UnmanagedCallersOnly]
    private static IntPtr Backward(IntPtr state, IntPtr call, IntPtr gradient, IntPtr* results)
    {
        try
        {
            ((FunctionCall)GCHandle.FromIntPtr(state).Target!).Run(call, gradient, results);
            return IntPtr.Zero;
        }
        catch (Exception e)
        {
            // libtorch carries the text to whoever asked for the gradients.
            Marshal.FreeCoTaskMem(message);
            return message = Marshal.StringToCoTaskMemUTF8(e.Message);
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(IntPtr state) => GCHandle.FromIntPtr(state).Free();

    private void Run(IntPtr call, IntPtr gradient, IntPtr* results)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        List<torch.Tensor> gradients;
        lock (context)
        {
            IntPtr outer = context.Call;
            context.Call = call;
            try
            {
                gradients = backward(context, new torch.Tensor(gradient));
            }
            finally
            {
                context.Call = outer;
            }
        }
        if (gradients.Count != isTensor.Length)
            throw new InvalidOperationException($"{name} returns {gradients.Count} gradients for {isTensor.Length} arguments: give one each, null for what has none");
        for (int i = 0; i < isTensor.Length; i++)
        {
            if (isTensor[i])
                *results++ = gradients[i] is { } given ? Native.Check(Native.kd_tensor_share(given.Handle)) : IntPtr.Zero;
        }
    }
}
