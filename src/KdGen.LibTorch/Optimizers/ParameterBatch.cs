using KdGen.LibTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// The parameters of one step that have a gradient, side by side with it, as arrays for libtorch's list operators. The gradient tensor
/// objects are freed with the batch; the gradients themselves stay with the parameters.
/// </summary>
internal sealed class ParameterBatch : IDisposable
{
    private readonly Tensor[] ownGradients;
    private bool gradientsAreCopies;

    private ParameterBatch(Parameter[] parameters, Tensor[] gradients)
    {
        Keys = parameters;
        Parameters = parameters;
        ownGradients = Gradients = gradients;
    }

    /// <summary>The parameters with their type, to look their states up.</summary>
    internal Parameter[] Keys { get; }

    /// <summary>The parameters as operator arguments.</summary>
    internal Tensor[] Parameters { get; }

    /// <summary>The direction to go against: the gradients as they are, or copies once they have been changed.</summary>
    internal Tensor[] Gradients { get; private set; }

    internal bool IsEmpty => Parameters.Length == 0;

    /// <summary>Collects the parameters that have a gradient.</summary>
    /// <exception cref="InvalidOperationException">A parameter is disposed.</exception>
    internal static ParameterBatch WithGradients(IEnumerable<Parameter> parameters)
    {
        List<Parameter> found = [];
        List<Tensor> gradients = [];
        foreach (var parameter in parameters)
        {
            if (parameter.IsInvalid)
                throw new InvalidOperationException(
                    "the optimizer holds a parameter that is disposed: make the optimizer after the module has been moved or converted, and before it is disposed");
            if (parameter.grad is not { } gradient) continue;
            found.Add(parameter);
            gradients.Add(gradient);
        }
        return new ParameterBatch([.. found], [.. gradients]);
    }

    internal void ZeroGradients()
    {
        if (!IsEmpty) NnOps.ForeachZero.InvokeVoid(Gradients);
    }

    /// <summary>Turns the direction round, to maximise.</summary>
    internal void Negate() => Replace(NnOps.ForeachNeg.InvokeList(Gradients));

    /// <summary>Adds <paramref name="scale"/> times other tensors to the direction; the gradients themselves do not change.</summary>
    internal void Add(Tensor[] others, double scale)
    {
        if (gradientsAreCopies) NnOps.ForeachAddInPlace.InvokeVoid(Gradients, others, scale);
        else Replace(NnOps.ForeachAdd.InvokeList(Gradients, others, scale));
    }

    private void Replace(Tensor[] copies)
    {
        if (gradientsAreCopies) Free(Gradients);
        (Gradients, gradientsAreCopies) = (copies, true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (gradientsAreCopies) Free(Gradients);
        Free(ownGradients);
    }

    internal static void Free(Tensor[] tensors)
    {
        foreach (var tensor in tensors) tensor.Dispose();
    }
}
