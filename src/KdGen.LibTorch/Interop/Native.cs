using System.Reflection;
using System.Runtime.InteropServices;

namespace KdGen.LibTorch;

/// <summary>The functions of native/kdgen_torch.h, which says what each does, fails with and owns.</summary>
internal static unsafe partial class Native
{
    private const string Library = "kdgen_torch";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Load);

    [DllImport(Library)] private static extern byte* kd_error();

    [DllImport(Library)] internal static extern IntPtr kd_op_find([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string overload);
    [DllImport(Library)] internal static extern int kd_op_call(IntPtr op, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [DllImport(Library)] internal static extern void kd_free(IntPtr array);

    [DllImport(Library)] internal static extern void kd_tensor_free(IntPtr tensor);
    [DllImport(Library)] internal static extern IntPtr kd_tensor_share(IntPtr tensor);
    [DllImport(Library)] internal static extern long kd_tensor_live();
    [DllImport(Library), SuppressGCTransition] internal static extern int kd_tensor_sizes(IntPtr tensor, long** sizes);
    [DllImport(Library), SuppressGCTransition] internal static extern long kd_tensor_numel(IntPtr tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern int kd_tensor_dtype(IntPtr tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern int kd_tensor_device(IntPtr tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern long kd_tensor_element_size(IntPtr tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern int kd_tensor_is_contiguous(IntPtr tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern int kd_tensor_is_leaf(IntPtr tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern int kd_tensor_requires_grad(IntPtr tensor);
    [DllImport(Library)] internal static extern int kd_tensor_set_requires_grad(IntPtr tensor, int value);
    [DllImport(Library)] internal static extern int kd_tensor_strides(IntPtr tensor, long** strides);
    [DllImport(Library)] internal static extern int kd_tensor_data(IntPtr tensor, IntPtr* data);
    [DllImport(Library)] internal static extern int kd_tensor_grad(IntPtr tensor, IntPtr* gradient);
    [DllImport(Library)] internal static extern int kd_tensor_set_grad(IntPtr tensor, IntPtr gradient);

    [DllImport(Library)] internal static extern int kd_backward(IntPtr* roots, IntPtr* gradients, int rootCount, IntPtr* inputs, int inputCount, int retainGraph, int createGraph);
    [DllImport(Library)] internal static extern int kd_gradients(IntPtr* roots, IntPtr* gradients, int rootCount, IntPtr* inputs, int inputCount, int retainGraph, int createGraph, int allowUnused, IntPtr* results);
    [DllImport(Library)] internal static extern int kd_function_result(IntPtr result, IntPtr* inputs, int inputCount, IntPtr* saved, int savedCount, FunctionCalls calls, IntPtr state);
    [DllImport(Library)] internal static extern int kd_function_saved(IntPtr call, IntPtr* results);
    [DllImport(Library), SuppressGCTransition] internal static extern int kd_grad_enabled();
    [DllImport(Library), SuppressGCTransition] internal static extern void kd_set_grad_enabled(int enabled);

    [DllImport(Library)] internal static extern int kd_manual_seed(long seed);
    [DllImport(Library)] internal static extern IntPtr kd_generator_default(int device);
    [DllImport(Library)] internal static extern IntPtr kd_generator_new(long seed, int device);
    [DllImport(Library)] internal static extern void kd_generator_free(IntPtr generator);
    [DllImport(Library)] internal static extern int kd_generator_seed(IntPtr generator, long seed);
    [DllImport(Library)] internal static extern long kd_generator_initial_seed(IntPtr generator);
    [DllImport(Library)] internal static extern IntPtr kd_generator_state(IntPtr generator);
    [DllImport(Library)] internal static extern int kd_generator_set_state(IntPtr generator, IntPtr state);

    [DllImport(Library)] internal static extern int kd_threads();
    [DllImport(Library)] internal static extern int kd_set_threads(int count);
    [DllImport(Library)] internal static extern int kd_interop_threads();
    [DllImport(Library)] internal static extern int kd_set_interop_threads(int count);
    [DllImport(Library)] internal static extern int kd_cuda_count();
    [DllImport(Library)] internal static extern int kd_cuda_has_cudnn();
    [DllImport(Library)] internal static extern int kd_cuda_seed(long seed, int all);
    [DllImport(Library)] internal static extern int kd_cuda_synchronize(int index);
    [DllImport(Library)] private static extern byte* kd_version();

    [DllImport(Library)] internal static extern IntPtr kd_module_load([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int device);
    [DllImport(Library)] internal static extern void kd_module_free(IntPtr module);
    [DllImport(Library)] internal static extern int kd_module_forward(ScriptHandle module, NativeValue* arguments, int count, NativeValue* result);
    [DllImport(Library)] internal static extern int kd_module_tensors(ScriptHandle module, int buffers, IntPtr** tensors, byte** names);
    [DllImport(Library)] internal static extern int kd_module_train(ScriptHandle module, int on);
    [DllImport(Library)] internal static extern int kd_module_is_training(ScriptHandle module);
    [DllImport(Library)] internal static extern int kd_module_to(ScriptHandle module, long device, int dtype, int nonBlocking);

    /// <summary>The version of the libtorch that the native part was built against.</summary>
    internal static string Version => Marshal.PtrToStringUTF8((IntPtr)kd_version()) ?? "";

    /// <summary>The exception for this thread's last failure, with libtorch's text.</summary>
    internal static ExternalException Failure() => new(Marshal.PtrToStringUTF8((IntPtr)kd_error()));

    /// <summary>Throws libtorch's error when <paramref name="status"/> is negative.</summary>
    internal static void Check(int status)
    {
        if (status < 0)
            throw Failure();
    }

    /// <summary>Throws libtorch's error when <paramref name="handle"/> is null.</summary>
    internal static IntPtr Check(IntPtr handle) => handle != IntPtr.Zero ? handle : throw Failure();

    private static IntPtr Load(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
            return IntPtr.Zero;
        try
        {
            return NativeLibrary.Load(name, assembly, searchPath);
        }
        catch (DllNotFoundException e)
        {
            string cause = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .FirstOrDefault(line => line.Contains(".so", StringComparison.Ordinal) && !line.Contains("cannot open shared object file", StringComparison.Ordinal) || MissingDependency(line))
                ?? "the file is missing beside the program";
            throw new DllNotFoundException($"KdGen.LibTorch cannot load libkdgen_torch.so ({cause}): rebuild the project, with KdGenLibTorchDir naming the libtorch to use if it is not the system's");
        }
    }

    // "libtorch.so: cannot open shared object file" is the cause; the same line about libkdgen_torch itself is only a place tried.
    private static bool MissingDependency(string line) =>
        line.Contains("cannot open shared object file", StringComparison.Ordinal) && !line.Contains(Library, StringComparison.Ordinal);
}
