using KdGen.Weights.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>Fills modules with the weights of files.</summary>
public static class WeightsLoading
{
    /// <summary>Fills the module with the weights of a file: safetensors, or a state_dict saved by PyTorch.</summary>
    /// <param name="module">The model; its tensors stay the same objects on the same device, so optimizers that hold them go on working.</param>
    /// <param name="path">The file.</param>
    /// <param name="key">Where in a PyTorch checkpoint the state_dict is; as for <see cref="Checkpoint.Open"/>.</param>
    /// <inheritdoc cref="LoadWeights(nn.Module, Checkpoint)"/>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static void LoadWeights(this nn.Module module, string path, string? key = null)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path, key);
        module.LoadWeights(checkpoint);
    }

    /// <summary>
    /// Fills the module with the weights of an open file. The keys are those of <c>state_dict()</c>; components that all of the file's keys
    /// share ("module.", "model.") are left out where the keys fit only without them. Floating-point types are converted.
    /// <c>num_batches_tracked</c> may be missing. All is checked before the first value is copied.
    /// </summary>
    /// <param name="module">The model; its tensors stay the same objects on the same device, so optimizers that hold them go on working.</param>
    /// <param name="checkpoint">The file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or does not fit: the message counts and lists what is missing, unexpected or wrongly shaped, with the likely match.
    /// The module is as it was.
    /// </exception>
    public static void LoadWeights(this nn.Module module, Checkpoint checkpoint)
    {
        Dictionary<string, Tensor> own = module.state_dict();
        string prefix = KeyPrefix.Find(own.Keys, [.. checkpoint.Tensors.Keys]);
        var fit = new WeightsFit(own, checkpoint, prefix);
        if (fit.Differences > 0)
            throw new InvalidDataException(fit.Describe(module.GetType().Name));

        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            foreach (string key in fit.Matching)
            {
                using Tensor values = checkpoint.Read(prefix + key);
                own[key].copy_(values);
            }
        }
    }
}
