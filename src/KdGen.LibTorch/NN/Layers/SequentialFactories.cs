using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>An empty chain; add to it with <see cref="Modules.Sequential.append(IModule{Tensor, Tensor})"/>.</summary>
        public static Sequential Sequential() => new([]);

        /// <summary>Modules one after the other, named "0", "1" and so on.</summary>
        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

        /// <summary>Modules one after the other, named "0", "1" and so on.</summary>
        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
            => new(modules.Select((module, i) => ($"{i}", (IModule<Tensor, Tensor>)module)));

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            => Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)modules);

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
            => new(modules.Select(m => (m.name, (IModule<Tensor, Tensor>)m.submodule)));

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules)
            => Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)modules);

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules)
            => new(modules.Select(m => (m.Item1, (IModule<Tensor, Tensor>)m.Item2)));
    }
}
