using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>A model through which a gradient flows to its input and none to its weights, until this is disposed: then its weights are as they were found.</summary>
public readonly struct FrozenWeights : IDisposable
{
    private readonly Parameter[] learning;

    private FrozenWeights(Parameter[] learning)
    {
        this.learning = learning;
        foreach (Parameter parameter in learning)
            parameter.requires_grad = false;
    }

    /// <summary>Freezes what is not frozen.</summary>
    /// <param name="model">Whose weights.</param>
    public static FrozenWeights Of(nn.Module model) => new([.. model.parameters().Where(static parameter => parameter.requires_grad)]);

    /// <summary>Lets those weights learn again.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in learning)
            parameter.requires_grad = true;
    }
}
