using KdGen.LibTorch;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A container of parameters, buffers and other modules. Nothing of it lives in libtorch: a module is C# objects that hold tensors.
        /// </summary>
        public partial class Module : IDisposable
        {
            private readonly string name;
            private bool isTraining = true;

            /// <summary>Makes an empty module; the derived constructor fills it and then registers what it holds.</summary>
            /// <param name="name">The name that <see cref="GetName"/> answers; empty means the class name.</param>
            protected Module(string name) => this.name = name;

            /// <summary>The name given at construction, or the class name.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            /// <summary>True in training mode (the state of a new module): dropout drops, batch normalisation uses the batch's own statistics.</summary>
            public virtual bool training => isTraining;

            /// <summary>Puts this module and everything below it into training mode, or into evaluation mode.</summary>
            /// <param name="train">False for evaluation mode.</param>
            public virtual void train(bool train = true)
            {
                isTraining = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            /// <summary>Puts this module and everything below it into evaluation mode.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls <paramref name="fn"/> on every module below this one, children before parents, and on this one last.</summary>
            /// <returns>This module.</returns>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Drops the gradient of every parameter, or fills it with zeros.</summary>
            /// <param name="set_to_none">True: no gradient at all, and optimizers skip the parameter until the next backward pass.</param>
            public virtual void zero_grad(bool set_to_none = true)
            {
                using var noGrad = no_grad();
                foreach (var (_, parameter) in named_parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null) continue;
                    if (set_to_none) parameter.grad = null;
                    else NnOps.Zero.InvokeVoid(grad);
                }
            }

            /// <summary>Frees the parameters and buffers of this module and of every module below it.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees what the module holds; overrides free their own resources and then call the base.</summary>
            /// <param name="disposing">False only when called by a finalizer of a derived class.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var (tensor, _) in ownBuffers.Values) tensor.DetachFromDisposeScope().Dispose();
                foreach (var parameter in ownParameters.Values) parameter.DetachFromDisposeScope().Dispose();
                foreach (var child in ownModules.Values) child.Dispose();
                Release();
            }

            // What a class of this library holds beside parameters, buffers and children.
            private protected virtual void Release() { }
        }

        /// <summary>A tensor that a module learns.</summary>
        /// <param name="data">The values; the tensor is taken over and becomes empty.</param>
        /// <param name="requires_grad">False for a parameter that is stored but not learned.</param>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
    }
}
