using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The tensors that make up the state under PyTorch's keys: all parameters, then the persistent buffers. They are the module's own tensors, not copies.</summary>
            /// <param name="destination">The dictionary to add to; a new one when null.</param>
            /// <param name="prefix">What to put before each key, without the dot.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, parameter) in named_parameters()) destination.TryAdd(start + key, parameter);
                foreach (var (key, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(start + key, buffer);
                foreach (var (child, module) in named_children()) module.state_dict(destination, start + child);
                return destination;
            }

            /// <summary>Copies values into the module's own tensors, which stay the same objects: optimizers that hold them go on working.</summary>
            /// <param name="source">Values under the keys of <see cref="state_dict"/>; another dtype or device is converted.</param>
            /// <param name="strict">Whether both key sets must be the same.</param>
            /// <param name="skip">Keys to leave out on both sides.</param>
            /// <returns>The keys that the module has and the source lacks, and the other way round.</returns>
            /// <exception cref="InvalidOperationException">The keys differ in strict mode, or a shape differs; nothing has been copied then.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                bool Wanted(string key) => skip is null || !skip.Contains(key);
                List<string> missing = [.. own.Keys.Where(key => Wanted(key) && !source.ContainsKey(key))];
                List<string> unexpected = [.. source.Keys.Where(key => Wanted(key) && !own.ContainsKey(key))];
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException(
                        $"load_state_dict of {GetName()}: the source lacks {List(missing)} and has {List(unexpected)} too many; pass strict: false to load the keys that match");

                List<(Tensor Target, Tensor Value)> pairs = [];
                foreach (var (key, value) in source)
                {
                    if (!Wanted(key) || !own.TryGetValue(key, out var target)) continue;
                    if (!target.shape.AsSpan().SequenceEqual(value.shape))
                        throw new InvalidOperationException(
                            $"load_state_dict of {GetName()}: {key} is {NnOps.Shape(target)} in the module and {NnOps.Shape(value)} in the source");
                    pairs.Add((target, value));
                }

                using var noGrad = no_grad();
                foreach (var (target, value) in pairs) NnOps.Copy.InvokeVoid(target, value);
                return (missing, unexpected);
            }

            private static string List(List<string> keys) => keys.Count switch
            {
                0 => "nothing",
                <= 4 => string.Join(", ", keys),
                _ => $"{string.Join(", ", keys.Take(4))} and {keys.Count - 4} more",
            };
        }
    }
}
