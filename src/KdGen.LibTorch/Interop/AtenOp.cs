using System.Runtime.CompilerServices;
using System.Text;
using TorchSharp;

namespace KdGen.LibTorch;

/// <summary>
/// One operator of libtorch by schema name and overload, as in <c>native_functions.yaml</c>: <c>new AtenOp("add", "Tensor")</c>. Looked up at
/// the first call and then kept; arguments that are not given take the schema's defaults.
/// </summary>
/// <exception cref="System.Runtime.InteropServices.ExternalException">Every call: libtorch refused it; the message is libtorch's.</exception>
internal sealed unsafe class AtenOp(string name, string overload = "", bool isOptional = false)
{
    // Lists and strings of up to 64 words travel on the stack: every shape, stride and small tensor list does.
    private const int StackWords = 64;

    private IntPtr handle;
    private bool isMissing;

    /// <summary>Calls the operator and returns its one tensor.</summary>
    internal torch.Tensor Invoke(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Call(arguments, &result, 1);
        return Wrap(result);
    }

    /// <summary>Calls the operator and drops its results; the way to run in-place operators.</summary>
    internal void InvokeVoid(params ReadOnlySpan<Value> arguments) => Call(arguments, null, 0);

    /// <summary>Calls the operator and returns its two tensors.</summary>
    internal (torch.Tensor, torch.Tensor) Invoke2(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results = stackalloc NativeValue[2];
        Call(arguments, results, 2);
        return (Wrap(results[0]), Wrap(results[1]));
    }

    /// <summary>Calls the operator and returns its first three tensors.</summary>
    internal (torch.Tensor, torch.Tensor, torch.Tensor) Invoke3(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results = stackalloc NativeValue[3];
        Call(arguments, results, 3);
        return (Wrap(results[0]), Wrap(results[1]), Wrap(results[2]));
    }

    /// <summary>Calls the operator and returns its tensor list.</summary>
    internal torch.Tensor[] InvokeList(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Call(arguments, &result, 1);
        var tensors = new torch.Tensor[result.Length];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = new torch.Tensor(((IntPtr*)result.Pointer)[i]);
        Native.kd_free(result.Pointer);
        return tensors;
    }

    /// <summary>Calls the operator and returns its one number or truth value.</summary>
    internal Scalar InvokeScalar(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Call(arguments, &result, 1);
        return new Scalar((ValueTag)result.Tag, result.Int);
    }

    /// <summary>Whether some libtorch that this library works with lacks the operator, so that its user asks <see cref="Exists"/> first.</summary>
    internal bool IsOptional => isOptional;

    /// <summary>Whether this libtorch has the operator.</summary>
    internal bool Exists
    {
        get
        {
            if (handle == IntPtr.Zero && !isMissing)
                isMissing = (handle = Native.kd_op_find(QualifiedName, overload)) == IntPtr.Zero;
            return !isMissing;
        }
    }

    private string QualifiedName => name.Contains("::", StringComparison.Ordinal) ? name : "aten::" + name;

    /// <summary>Looks the operator up.</summary>
    internal void Resolve() => handle = Native.Check(Native.kd_op_find(QualifiedName, overload));

    private torch.Tensor Wrap(in NativeValue result) => result.Tag == (int)ValueTag.Tensor
        ? new torch.Tensor(result.Pointer)
        : throw new InvalidOperationException($"{name}.{overload} returned no tensor");

    [SkipLocalsInit]
    private void Call(ReadOnlySpan<Value> arguments, NativeValue* results, int capacity)
    {
        if (handle == IntPtr.Zero)
            Resolve();
        int words = 0;
        foreach (ref readonly Value argument in arguments)
            words += Words(argument);
        NativeValue* native = stackalloc NativeValue[arguments.Length];
        if (words <= StackWords)
        {
            long* buffer = stackalloc long[StackWords];
            Lower(arguments, native, buffer);
            Native.Check(Native.kd_op_call(handle, native, arguments.Length, results, capacity));
        }
        else
        {
            fixed (long* buffer = new long[words])
            {
                Lower(arguments, native, buffer);
                Native.Check(Native.kd_op_call(handle, native, arguments.Length, results, capacity));
            }
        }
    }

    // The words of memory that an argument needs beside its NativeValue.
    private static int Words(in Value argument) => argument.Tag switch
    {
        ValueTag.IntList or ValueTag.DoubleList or ValueTag.BoolList or ValueTag.TensorList => ((Array)argument.Reference!).Length,
        ValueTag.String => (Encoding.UTF8.GetMaxByteCount(((string)argument.Reference!).Length) + 7) / 8,
        _ => 0,
    };

    private static void Lower(ReadOnlySpan<Value> arguments, NativeValue* native, long* buffer)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            ref readonly Value argument = ref arguments[i];
            NativeValue* target = &native[i];
            target->Tag = (int)argument.Tag;
            switch (argument.Tag)
            {
                case ValueTag.Tensor:
                    target->Pointer = Unsafe.As<torch.Tensor>(argument.Reference!).Handle;
                    break;
                case ValueTag.Generator:
                    target->Pointer = Unsafe.As<torch.Generator>(argument.Reference!).Handle;
                    break;
                case ValueTag.IntList or ValueTag.DoubleList or ValueTag.BoolList or ValueTag.TensorList or ValueTag.String:
                    target->Pointer = (IntPtr)buffer;
                    target->Length = LowerList(argument, buffer);
                    buffer += Words(argument);
                    break;
                default:
                    target->Int = argument.Bits;
                    break;
            }
        }
    }

    private static int LowerList(in Value argument, long* buffer)
    {
        switch (argument.Reference)
        {
            case long[] integers:
                integers.CopyTo(new Span<long>(buffer, integers.Length));
                return integers.Length;
            case double[] reals:
                reals.CopyTo(new Span<double>(buffer, reals.Length));
                return reals.Length;
            case bool[] flags:
                for (int i = 0; i < flags.Length; i++)
                    buffer[i] = flags[i] ? 1 : 0;
                return flags.Length;
            case torch.Tensor?[] tensors:
                for (int i = 0; i < tensors.Length; i++)
                    buffer[i] = tensors[i] is { } tensor ? tensor.Handle : IntPtr.Zero;
                return tensors.Length;
            case string text:
                return Encoding.UTF8.GetBytes(text, new Span<byte>(buffer, Encoding.UTF8.GetMaxByteCount(text.Length)));
            default:
                throw new InvalidOperationException($"an argument is tagged {argument.Tag} but holds no list");
        }
    }
}
