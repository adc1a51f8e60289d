using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>
/// A module whose state_dict has the keys that it says, whatever its structure: TorchSharp puts a name without dots before each child's own
/// names, while a PyTorch checkpoint may hold "block1.layer.0.weight" or nothing at all in between. Training mode, devices, gradients and
/// disposal go through the structure as in any module; only names go through the keys. Children are registered explicitly, fields are not looked at.
/// </summary>
public abstract class KeyedModule : nn.Module<Tensor, Tensor>
{
    private readonly Dictionary<string, string> keysByName = [];

    /// <summary>Makes an empty module; the derived constructor registers the children.</summary>
    /// <param name="name">What <c>GetName</c> answers.</param>
    protected KeyedModule(string name) : base(name) { }

    /// <summary>Registers a child under a key. The order of registration is the order of the parameters.</summary>
    /// <param name="key">
    /// What stands before the child's own names: a name ("conv1"), a dotted one ("block1.layer"), or "" for nothing, so that the child's names stand directly under this module's.
    /// </param>
    /// <param name="child">The child, with everything below it registered.</param>
    /// <exception cref="ArgumentException">A name of the child, under this key, is a name that this module has already.</exception>
    protected void Register(string key, nn.Module child)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(child);
        ThrowIfTaken(key, child);

        // TorchSharp wants a name of its own for each child, neither empty nor dotted.
        var wished = key.Length == 0 ? "_" : key.Replace('.', '_');
        var taken = named_children().Select(other => other.name).ToHashSet();
        var name = wished;
        for (var n = 2; taken.Contains(name); n++) name = $"{wished}_{n}";
        register_module(name, child);
        keysByName.Add(name, key);
    }

    /// <summary>Does nothing: what belongs to the module has been registered by hand.</summary>
    protected override void RegisterComponents() { }

    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var own in base.named_parameters(false))
            if (seen.Add(own.parameter))
                yield return own;
        if (!recurse) yield break;
        foreach (var (key, child) in Children())
            foreach (var (name, parameter) in child.named_parameters())
                if (seen.Add(parameter))
                    yield return (Under(key, name), parameter);
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var own in base.named_buffers(false, include_nonpersistent))
            if (seen.Add(own.buffer))
                yield return own;
        if (!recurse) yield break;
        foreach (var (key, child) in Children())
            foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                if (seen.Add(buffer))
                    yield return (Under(key, name), buffer);
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
    {
        destination ??= [];
        foreach (var (name, parameter) in named_parameters()) destination.TryAdd(Under(prefix, name), parameter);
        foreach (var (name, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(Under(prefix, name), buffer);
        // A tensor that two children share has been listed once; in the state it stands under both keys, as in PyTorch.
        foreach (var (key, child) in Children()) child.state_dict(destination, Under(prefix, key));
        return destination;
    }

    /// <inheritdoc/>
    public override Parameter? get_parameter(string target)
    {
        foreach (var (name, parameter) in base.named_parameters(false))
            if (name == target)
                return parameter;
        return Below(target, (child, name) => child.get_parameter(name));
    }

    /// <inheritdoc/>
    public override Tensor? get_buffer(string target)
    {
        foreach (var (name, buffer) in base.named_buffers(false))
            if (name == target)
                return buffer;
        return Below(target, (child, name) => child.get_buffer(name));
    }

    /// <inheritdoc/>
    public override bool has_parameter(string target) => get_parameter(target) is not null;

    /// <inheritdoc/>
    public override bool has_buffer(string target) => get_buffer(target) is not null;

    // The children with their keys; one that came by register_module has its name for a key.
    private IEnumerable<(string Key, nn.Module Child)> Children()
        => named_children().Select(child => (keysByName.GetValueOrDefault(child.name, child.name), child.module));

    private T? Below<T>(string target, Func<nn.Module, string, T?> find) where T : class
    {
        foreach (var (key, child) in Children())
        {
            var rest = key.Length == 0 ? target : target.StartsWith(key + ".", StringComparison.Ordinal) ? target[(key.Length + 1)..] : null;
            if (rest is not null && find(child, rest) is { } found)
                return found;
        }
        return null;
    }

    // Names can meet only where one key leads into the other: "" into all, "block1" into "block1.layer".
    private void ThrowIfTaken(string key, nn.Module child)
    {
        string[] own = [.. base.named_parameters(false).Select(p => p.name), .. base.named_buffers(false).Select(b => b.name)];
        var rivals = Children().Where(other => Leads(key, other.Key) || Leads(other.Key, key)).ToArray();
        if (own.Length == 0 && rivals.Length == 0) return;

        var names = Names(child).Select(name => Under(key, name)).ToHashSet();
        if (own.FirstOrDefault(names.Contains) is { } mine) throw Taken(mine, "the module's own");
        foreach (var (otherKey, other) in rivals)
            if (Names(other).Select(name => Under(otherKey, name)).FirstOrDefault(names.Contains) is { } theirs)
                throw Taken(theirs, $"the child's at \"{otherKey}\"");

        ArgumentException Taken(string name, string whose)
            => new($"{GetName()}: the child at \"{key}\" has a tensor \"{name}\", which is also {whose}: give one of them another key", nameof(key));
    }

    private static bool Leads(string outer, string inner)
        => outer.Length == 0 || outer == inner || inner.StartsWith(outer + ".", StringComparison.Ordinal);

    private static IEnumerable<string> Names(nn.Module module) => module.state_dict().Keys;

    private static string Under(string? prefix, string name)
        => string.IsNullOrEmpty(prefix) ? name : name.Length == 0 ? prefix : $"{prefix}.{name}";
}
