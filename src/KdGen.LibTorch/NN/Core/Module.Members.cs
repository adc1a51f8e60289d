using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters with their keys: own first, then those of the children, each tensor once.</summary>
            /// <param name="recurse">False for the own parameters only.</param>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (key, parameter) in ownParameters)
                    if (IsAlive(parameter) && seen.Add(parameter))
                        yield return (key, parameter);
                if (!recurse) yield break;
                foreach (var (child, module) in named_children())
                    foreach (var (key, parameter) in module.named_parameters())
                        if (seen.Add(parameter))
                            yield return ($"{child}.{key}", parameter);
            }

            /// <summary>The parameters in the order of <see cref="named_parameters"/>.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            /// <summary>The buffers with their keys: own first, then those of the children, each tensor once.</summary>
            /// <param name="recurse">False for the own buffers only.</param>
            /// <param name="include_nonpersistent">
            /// Has no effect: as in TorchSharp, buffers registered with <c>persistent: false</c> are never listed.
            /// </param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (key, (tensor, persistent)) in ownBuffers)
                    if (persistent && IsAlive(tensor) && seen.Add(tensor))
                        yield return (key, tensor);
                if (!recurse) yield break;
                foreach (var (child, module) in named_children())
                    foreach (var (key, tensor) in module.named_buffers(true, include_nonpersistent))
                        if (seen.Add(tensor))
                            yield return ($"{child}.{key}", tensor);
            }

            /// <summary>The buffers in the order of <see cref="named_buffers"/>.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true)
                => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            /// <summary>The direct children with their names, in the order of registration.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children()
            {
                foreach (var (key, module) in ownModules) yield return (key, module);
            }

            /// <summary>The direct children, in the order of registration.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// <summary>Every module below this one with its dotted name: the children first, then what is below each. This module itself is not listed.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (child, module) in named_children())
                    foreach (var (key, below) in module.named_modules())
                        yield return ($"{child}.{key}", below);
            }

            /// <summary>Every module below this one.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// <summary>Whether a parameter with this dotted key exists.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>Whether a buffer with this dotted key exists.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>The parameter with this dotted key, or null.</summary>
            public virtual Parameter? get_parameter(string target)
                => ownParameters.TryGetValue(target, out var parameter) ? parameter : Below(target) is var (child, rest) ? child.get_parameter(rest) : null;

            /// <summary>The buffer with this dotted key, or null.</summary>
            public virtual Tensor? get_buffer(string target)
                => ownBuffers.TryGetValue(target, out var buffer) ? buffer.Tensor : Below(target) is var (child, rest) ? child.get_buffer(rest) : null;

            private (Module Child, string Key)? Below(string target)
                => target.IndexOf('.') is var dot and > 0 && ownModules.TryGetValue(target[..dot], out var child) ? (child, target[(dot + 1)..]) : null;
        }
    }
}
