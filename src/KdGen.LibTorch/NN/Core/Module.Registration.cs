using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private const BindingFlags InstanceMembers = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

            private readonly OrderedDictionary<string, Parameter> ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> ownBuffers = [];
            private readonly OrderedDictionary<string, Module> ownModules = [];
            private bool fieldsRegistered;

            /// <summary>
            /// Registers what the fields hold: a parameter as a parameter, another tensor as a buffer, a module as a child, under the name
            /// of the field or of its <see cref="ComponentNameAttribute"/>. A name that is already registered is left alone; arrays and lists are not looked into.
            /// A module that registers explicitly overrides this with an empty body.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (fieldsRegistered) return;
                foreach (var field in FieldsOf(GetType()))
                {
                    var key = ComponentName(field);
                    if (ownModules.ContainsKey(key) || ownParameters.ContainsKey(key) || ownBuffers.ContainsKey(key)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(key, module); break;
                        case Parameter parameter: register_parameter(key, parameter); break;
                        case Tensor tensor: register_buffer(key, tensor); break;
                    }
                }
                fieldsRegistered = true;
            }

            /// <summary>Registers a parameter.</summary>
            /// <exception cref="ArgumentNullException"><paramref name="param"/> is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (!IsAlive(param)) throw new ArgumentNullException(nameof(param), $"{GetName()}: parameter '{name}' is null or disposed");
                if (!ownParameters.TryAdd(name, param)) throw new InvalidOperationException($"{GetName()}: parameter '{name}' is already registered");
            }

            /// <summary>Registers a tensor that belongs to the state but is not learned.</summary>
            /// <param name="name">The key.</param>
            /// <param name="tensor">The tensor.</param>
            /// <param name="persistent">False for a buffer that state_dict leaves out.</param>
            /// <exception cref="ArgumentNullException"><paramref name="tensor"/> is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (!IsAlive(tensor)) throw new ArgumentNullException(nameof(tensor), $"{GetName()}: buffer '{name}' is null or disposed");
                if (!ownBuffers.TryAdd(name, (tensor, persistent))) throw new InvalidOperationException($"{GetName()}: buffer '{name}' is already registered");
            }

            /// <summary>Registers a child module, after the child has registered its own components. Null takes the name out.</summary>
            /// <exception cref="ArgumentException">The name is empty or contains a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    ownModules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name)) throw new ArgumentException($"{GetName()}: a child module needs a name", nameof(name));
                if (name.Contains('.')) throw new ArgumentException($"{GetName()}: child module name '{name}' contains a dot, which separates levels in state_dict keys", nameof(name));
                if (ownModules.ContainsKey(name)) throw new InvalidOperationException($"{GetName()}: child module '{name}' is already registered");
                submodule.RegisterComponents();
                ownModules.Add(name, submodule);
            }

            /// <summary>The same as <see cref="register_module"/>.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers a parameter under a name, replaces the one registered there, or takes it out when null.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) ownParameters.Remove(name);
                else ownParameters[name] = value;
            }

            /// <summary>Registers a tensor as a parameter under a name, replaces the one registered there, or takes it out when null.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor? value)
                => ConditionallyRegisterParameter(name, value is null ? null : value as Parameter ?? new Parameter(value));

            /// <summary>Registers a buffer under a name, replaces the one registered there, or takes it out when null.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) ownBuffers.Remove(name);
                else ownBuffers[name] = (value, persistent);
            }

            // The setter of a layer's parameter or buffer: frees the old tensor, keeps the new one beyond any dispose scope, registers it.
            // A layer registers all it has this way, so nobody needs to look into its fields.
            private protected void Assign(string key, ref Parameter? field, Parameter? value)
            {
                fieldsRegistered = true;
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                field = value;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(key, value);
            }

            private protected void Assign(string key, ref Tensor? field, Tensor? value)
            {
                fieldsRegistered = true;
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                field = value;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(key, value);
            }

            // Sequential adds children as TorchSharp does: without asking the child to register itself.
            private protected void AddChild(string name, Module child)
            {
                if (!ownModules.TryAdd(name, child)) throw new InvalidOperationException($"{GetName()}: child module '{name}' is already registered");
            }

            private static bool IsAlive(Tensor? tensor) => tensor is not null && !tensor.IsInvalid;

            private static string ComponentName(FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

            // Own type first, then its bases; a base field that a derived field hides by name is not seen.
            private static IEnumerable<FieldInfo> FieldsOf(Type type)
            {
                var seen = new HashSet<string>();
                for (Type? level = type; level is not null && level != typeof(Module); level = level.BaseType)
                    foreach (var field in level.GetFields(InstanceMembers))
                        if (seen.Add(field.Name))
                            yield return field;
            }
        }
    }
}
