namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose <c>call</c> runs hooks before and after <c>forward</c>.</summary>
        /// <typeparam name="TPreHook">A hook that sees, and may replace, the inputs.</typeparam>
        /// <typeparam name="TPostHook">A hook that sees the inputs and sees, and may replace, the result.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            // Null until the first hook, so that a call without hooks costs one comparison.
            private protected OrderedDictionary<string, TPreHook>? preHooks;
            private protected OrderedDictionary<string, TPostHook>? postHooks;
            private protected OrderedDictionary<string, Action<Module>>? modulePreHooks;
            private protected OrderedDictionary<string, Action<Module>>? modulePostHooks;

            /// <summary>Makes an empty module.</summary>
            protected HookableModule(string name) : base(name) { }

            /// <summary>Runs a hook after every <c>call</c>; a result that is not null replaces the module's.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Add(ref postHooks, hook);

            /// <summary>Runs a hook before every <c>call</c>; a result that is not null replaces the input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(ref preHooks, hook);

            /// <summary>Runs a hook after every <c>call</c>.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Add(ref modulePostHooks, hook);

            /// <summary>Runs a hook before every <c>call</c>.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(ref modulePreHooks, hook);

            private HookRemover Add<THook>(ref OrderedDictionary<string, THook>? hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                (hooks ??= []).Add(key, hook);
                return new HookRemover(this, key);
            }

            private protected static void Run(OrderedDictionary<string, Action<Module>>? hooks, Module module)
            {
                if (hooks is null) return;
                foreach (var hook in hooks.Values) hook(module);
            }

            /// <summary>Takes one hook out again.</summary>
            /// <param name="module">The module that holds the hook.</param>
            /// <param name="key">The hook's key there.</param>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Takes the hook out; a second call does nothing.</summary>
                public void remove()
                {
                    module.preHooks?.Remove(key);
                    module.postHooks?.Remove(key);
                    module.modulePreHooks?.Remove(key);
                    module.modulePostHooks?.Remove(key);
                }
            }
        }
    }
}
