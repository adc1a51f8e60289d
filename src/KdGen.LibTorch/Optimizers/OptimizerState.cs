using System.Diagnostics.CodeAnalysis;
using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    private protected readonly Parameter parameter;

    /// <summary>Makes the state of a parameter.</summary>
    protected OptimizerState(Parameter parameter) => this.parameter = parameter;

    /// <summary>Starts anew.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Copies from a state of the same class; the tensors land on the parameter's device.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Moves the tensors of the state.</summary>
    public virtual void to(Device device) { }

    private protected Tensor Zeros()
    {
        using var noGrad = no_grad();
        return NnOps.ZerosLike.Invoke(parameter).DetachFromDisposeScope();
    }

    // A copy of the source on the device in place of the old tensor; the two may be the same.
    [return: NotNullIfNotNull(nameof(source))]
    private protected static Tensor? Replace(Tensor? old, Tensor? source, Device device)
    {
        using var noGrad = no_grad();
        var copy = source?.to(device, copy: true).DetachFromDisposeScope();
        old?.Dispose();
        return copy;
    }
}
