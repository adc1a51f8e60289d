namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>A script module whose <c>call</c> runs hooks before and after <c>forward</c>.</summary>
        /// <typeparam name="TPreHook">A hook that sees, and may replace, the input.</typeparam>
        /// <typeparam name="TPostHook">A hook that sees the input and sees, and may replace, the result.</typeparam>
        public class HookableScriptModule<TPreHook, TPostHook> : ScriptModule
        {
            private protected readonly OrderedDictionary<string, TPreHook> preHooks = [];
            private protected readonly OrderedDictionary<string, TPostHook> postHooks = [];

            internal HookableScriptModule(KdGen.LibTorch.ScriptHandle script, string filename) : base(script, filename) { }

            /// <summary>Runs a hook after every <c>call</c>; a result that is not null replaces the module's.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                var key = Guid.NewGuid().ToString();
                postHooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Runs a hook before every <c>call</c>; a result that is not null replaces the input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                var key = Guid.NewGuid().ToString();
                preHooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Takes one hook out again.</summary>
            /// <param name="module">The module that holds the hook.</param>
            /// <param name="key">The hook's key there.</param>
            public class HookRemover(HookableScriptModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Takes the hook out; a second call does nothing.</summary>
                public void remove()
                {
                    module.preHooks.Remove(key);
                    module.postHooks.Remove(key);
                }
            }
        }
    }
}
