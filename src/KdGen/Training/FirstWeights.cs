using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>What weights begin with, other than torch's own draw.</summary>
public static class FirstWeights
{
    /// <summary>
    /// Draws the weights of linear and convolutional layers from a normal distribution of variance 2 / (inputs + outputs) (Glorot and Bengio, 2010) and sets their biases to 0;
    /// norms, embeddings and free parameters stay as they are.
    /// </summary>
    /// <param name="model">Where it stays; torch's random numbers are those of the last <c>torch.manual_seed</c>.</param>
    /// <returns><paramref name="model"/>.</returns>
    public static TModule XavierNormal<TModule>(this TModule model)
        where TModule : nn.Module
    {
        foreach (nn.Module module in model.modules().Prepend(model))      // modules() are those below
        {
            (Tensor? weight, Tensor? bias) = module switch
            {
                TorchSharp.Modules.Linear linear => (linear.weight, linear.bias),
                TorchSharp.Modules.Convolution convolution => (convolution.weight, convolution.bias),
                _ => ((Tensor?)null, (Tensor?)null),
            };
            if (weight is not null)
                nn.init.xavier_normal_(weight);
            if (bias is not null)
                nn.init.zeros_(bias);
        }
        return model;
    }
}
