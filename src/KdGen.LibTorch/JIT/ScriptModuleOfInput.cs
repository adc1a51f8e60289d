using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>A script module of one input.</summary>
        /// <typeparam name="T">What it takes: a tensor.</typeparam>
        /// <typeparam name="TResult">What it returns: a tensor, a tuple of up to five, or an array for a list or a longer tuple.</typeparam>
        public class ScriptModule<T, TResult>
            : HookableScriptModule<Func<ScriptModule<T, TResult>, T, T>, Func<ScriptModule<T, TResult>, T, TResult, TResult>>, nn.IModule<T, TResult>
        {
            internal ScriptModule(KdGen.LibTorch.ScriptHandle script, string filename) : base(script, filename) { }

            /// <summary>Runs the script's <c>forward</c>, without hooks.</summary>
            /// <exception cref="ExternalException">The script failed, or returned something else than <typeparamref name="TResult"/>.</exception>
            public TResult forward(T tensor)
            {
                var result = forward([tensor]);
                return result is TResult typed
                    ? typed
                    : throw new ExternalException($"{GetName()}: forward returns {Describe(result.GetType())}, not {Describe(typeof(TResult))}: load it as load<{Describe(typeof(T))}, {Describe(result.GetType())}>");
            }

            /// <summary>Runs the hooks and <see cref="forward(T)"/>.</summary>
            public TResult call(T input)
            {
                foreach (var hook in preHooks.Values)
                    if (hook(this, input) is { } changed) input = changed;
                var result = forward(input);
                foreach (var hook in postHooks.Values)
                    if (hook(this, input, result) is { } changed) result = changed;
                return result;
            }

            private static string Describe(System.Type type)
                => type.IsGenericType ? $"({string.Join(", ", type.GetGenericArguments().Select(Describe))})" : type.Name;
        }
    }
}
