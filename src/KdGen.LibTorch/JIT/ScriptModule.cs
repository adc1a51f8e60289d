using System.Runtime.InteropServices;
using KdGen.LibTorch;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>
        /// A module loaded from a TorchScript file. Its parameters and buffers stand under their dotted names; a module that was traced, not
        /// scripted, keeps the mode that it was traced in, whatever <see cref="train"/> says.
        /// </summary>
        public class ScriptModule : nn.Module
        {
            private readonly ScriptHandle script;

            internal ScriptModule(ScriptHandle script, string filename) : base(Path.GetFileName(filename))
            {
                this.script = script;
                foreach (var (key, tensor) in Tensors(buffers: false)) ConditionallyRegisterParameter(key, new Parameter(tensor, tensor.requires_grad));
                foreach (var (key, tensor) in Tensors(buffers: true)) ConditionallyRegisterBuffer(key, tensor);
            }

            /// <inheritdoc/>
            public override bool training => Status(Native.kd_module_is_training(script)) != 0;

            /// <inheritdoc/>
            public override void train(bool on = true) => Status(Native.kd_module_train(script, on ? 1 : 0));

            /// <inheritdoc/>
            public override void eval() => train(false);

            /// <summary>Runs the script's <c>forward</c>.</summary>
            /// <param name="input">Tensors, <c>int</c>, <c>long</c>, <c>float</c>, <c>double</c>, <c>bool</c>, <see cref="Scalar"/> and nulls.</param>
            /// <returns>A tensor, a <c>ValueTuple</c> of two to five tensors, or an array of tensors for a list or a longer tuple.</returns>
            /// <exception cref="ArgumentException">An input is of another type.</exception>
            /// <exception cref="ExternalException">The script failed, or returned something else.</exception>
            public unsafe object forward(params object?[] input)
            {
                var arguments = new NativeValue[input.Length];
                for (var i = 0; i < input.Length; i++)
                {
                    var value = Boxed(input[i]);
                    arguments[i] = new NativeValue { Tag = (int)value.Tag, Int = value.Reference is Tensor tensor ? tensor.Handle : value.Bits };
                }
                NativeValue result;
                fixed (NativeValue* first = arguments) Status(Native.kd_module_forward(script, first, arguments.Length, &result));
                GC.KeepAlive(input);
                return (ValueTag)result.Tag switch
                {
                    ValueTag.Tensor => new Tensor(result.Pointer),
                    ValueTag.TensorList => List(result),
                    ValueTag.Tuple => Tuple(List(result)),
                    _ => throw new ExternalException($"{GetName()}: forward returned nothing"),
                };
            }

            /// <inheritdoc cref="forward(object[])"/>
            public object call(params object?[] input) => forward(input);

            /// <inheritdoc/>
            protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(device, dtype, non_blocking);

            /// <inheritdoc/>
            protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => Move(new Device(deviceType, deviceIndex), null, non_blocking);

            /// <inheritdoc/>
            protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => Move(null, dtype, non_blocking);

            private protected override void Release() => script.Dispose();

            // The script's tensors change in place, so the parameters stay the same objects.
            private ScriptModule Move(Device? device, ScalarType? dtype, bool non_blocking)
            {
                if (dtype is { } wanted) CheckDtype(wanted);
                Status(Native.kd_module_to(script, device?.Packed ?? -1, dtype is { } type ? (int)type : -1, non_blocking ? 1 : 0));
                return this;
            }

            private unsafe List<(string Key, Tensor Tensor)> Tensors(bool buffers)
            {
                IntPtr* handles;
                byte* names;
                var count = Status(Native.kd_module_tensors(script, buffers ? 1 : 0, &handles, &names));
                var keys = Marshal.PtrToStringUTF8((IntPtr)names)!.Split('\n');
                List<(string, Tensor)> found = [];
                for (var i = 0; i < count; i++) found.Add((keys[i], new Tensor(handles[i], register: false)));
                Native.kd_free((IntPtr)handles);
                return found;
            }

            // The casts matter: a number converts to a tensor as well.
            private Value Boxed(object? input) => input switch
            {
                null => Value.None,
                Tensor tensor => (Value)tensor,
                Scalar scalar => (Value)scalar,
                long number => (Value)number,
                int number => (Value)number,
                double number => (Value)number,
                float number => (Value)(double)number,
                bool flag => (Value)flag,
                _ => throw new ArgumentException($"{GetName()}: forward takes tensors, numbers and truth values, not {input.GetType().Name}", nameof(input)),
            };

            private static unsafe Tensor[] List(in NativeValue result)
            {
                var tensors = new Tensor[result.Length];
                for (var i = 0; i < tensors.Length; i++) tensors[i] = new Tensor(((IntPtr*)result.Pointer)[i]);
                Native.kd_free(result.Pointer);
                return tensors;
            }

            private static object Tuple(Tensor[] t) => t.Length switch
            {
                1 => t[0],
                2 => (t[0], t[1]),
                3 => (t[0], t[1], t[2]),
                4 => (t[0], t[1], t[2], t[3]),
                5 => (t[0], t[1], t[2], t[3], t[4]),
                _ => t,
            };

            // Inside a script libtorch's text is a traceback of many lines; what went wrong stands in the last one.
            private int Status(int status)
            {
                if (status >= 0) return status;
                var lines = Native.Failure().Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                throw new ExternalException($"{GetName()}: {lines.LastOrDefault(line => line.StartsWith("RuntimeError: ", StringComparison.Ordinal)) ?? lines[0]}");
            }
        }
    }
}
