using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a function's <c>forward</c> leaves for its <c>backward</c>.</summary>
        public class AutogradContext
        {
            private readonly Dictionary<string, object> data = [];
            private int count;

            internal AutogradContext()
            {
            }

            /// <summary>What is to be kept, until the graph has it.</summary>
            internal List<Tensor> Saved { get; private set; } = [];

            /// <summary>Where the saved tensors are, while <c>backward</c> runs; zero elsewhere.</summary>
            internal IntPtr Call { get; set; }

            /// <summary>Keeps tensors for <c>backward</c>.</summary>
            public void save_for_backward(List<Tensor> tensors) => Saved = tensors;

            /// <summary>The tensors that were kept; one that has been changed in place since is refused.</summary>
            /// <exception cref="InvalidOperationException">No <c>backward</c> runs: the graph has them then, or nobody.</exception>
            public unsafe List<Tensor> get_saved_variables()
            {
                if (Call == IntPtr.Zero)
                    throw new InvalidOperationException("saved tensors can be read while backward runs, not before or after");
                var handles = new IntPtr[count];
                fixed (IntPtr* results = handles)
                    Native.Check(Native.kd_function_saved(Call, results));
                return [.. handles.Select(static handle => new Tensor(handle))];
            }

            /// <summary>Keeps something else than a tensor.</summary>
            public void save_data(string key, object value) => data[key] = value;

            /// <summary>What was kept; null where nothing was.</summary>
            public object get_data(string key) => data.GetValueOrDefault(key)!;

            /// <summary>The graph has them now.</summary>
            internal void ReleaseSaved() => (count, Saved) = (Saved.Count, []);
        }

        /// <summary>A function whose gradient managed code computes.</summary>
        /// <typeparam name="T">The function itself; one object of it does all calls.</typeparam>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private protected static readonly T instance = new();

            /// <summary>Makes the one object.</summary>
            protected Function()
            {
            }

            /// <summary>What messages call it.</summary>
            public abstract string Name { get; }
        }

        /// <summary>A function that gives one tensor.</summary>
        /// <typeparam name="T">The function itself.</typeparam>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            /// <summary>Makes the one object.</summary>
            protected SingleTensorFunction()
            {
            }

            /// <summary>Calls the function: <see cref="forward"/>, untracked, whose result is then differentiable by those arguments that are tensors.</summary>
            public static Tensor apply(params object[] vars)
            {
                AutogradContext context = new();
                Tensor result;
                using (no_grad())
                    result = instance.forward(context, vars);
                if (is_grad_enabled() && vars.Any(static argument => argument is Tensor { requires_grad: true }))
                    FunctionCall.Attach(result, instance.Name, instance.backward, context, vars);
                return result;
            }

            /// <summary>The value; a new tensor.</summary>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>One gradient an argument of <see cref="forward"/>, null for those that are no tensors.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);
        }
    }
}
