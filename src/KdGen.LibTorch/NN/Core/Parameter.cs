using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns. Held in a field of a module, it is one of the module's parameters.</summary>
public class Parameter : Tensor
{
    /// <summary>Takes a tensor over.</summary>
    /// <param name="data">The values; the tensor object becomes invalid, and the parameter takes its place in its dispose scope.</param>
    /// <param name="requires_grad">False for a parameter that is stored but not learned.</param>
    public Parameter(Tensor data, bool requires_grad = true) : base(data.with_requires_grad(requires_grad).MoveHandle(), register: false)
        => DisposeScope.Inherit(data, this);
}
