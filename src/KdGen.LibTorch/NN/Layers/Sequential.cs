using System.Runtime.CompilerServices;
using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other. Each intermediate tensor is freed as soon as the next module has run.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> steps = [];

    /// <summary>Makes a chain of modules named "0", "1" and so on.</summary>
    protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
    {
        foreach (var module in modules) append(module);
    }

    /// <summary>Makes a chain of named modules.</summary>
    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) append(name, module);
    }

    internal Sequential(IEnumerable<(string Name, nn.IModule<Tensor, Tensor> Module)> modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) append(name, module);
    }

    /// <summary>The number of modules.</summary>
    public int Count => steps.Count;

    /// <summary>Adds a module at the end, named by its position.</summary>
    /// <returns>This chain.</returns>
    public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{steps.Count}", module);

    /// <summary>Adds a named module at the end.</summary>
    /// <returns>This chain.</returns>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        AddChild(name, (nn.Module)module);
        steps.Add((name, module));
        return this;
    }

    /// <summary>The module at a position.</summary>
    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => steps[index].Module;

    /// <summary>The modules from start to before end, shared with this chain, under their names; null means from the first, to the last.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => this[(index.start ?? 0)..(index.end ?? Count)];

    /// <summary>The modules of a range, shared with this chain, under their names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches outside the chain.</exception>
    [IndexerName("SequentialItems")]
    public Sequential this[Range index]
    {
        get
        {
            var (offset, length) = index.GetOffsetAndLength(Count);
            return new Sequential(steps.GetRange(offset, length));
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor)
    {
        if (steps.Count == 0) return NnOps.Alias.Invoke(tensor);
        var current = steps[0].Module.call(tensor);
        for (var i = 1; i < steps.Count; i++)
        {
            Tensor next;
            using (current) next = steps[i].Module.call(current);
            current = next;
        }
        return current;
    }
}
