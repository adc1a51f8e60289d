using KdGen.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>Where models are, and what goes with them.</summary>
public static class Placement
{
    /// <summary>Puts a module where a model is: on the device of its first parameter, in that parameter's floating-point type. Before an optimizer takes the module's parameters, which become new ones.</summary>
    /// <param name="model">Says where.</param>
    /// <param name="module">What is moved; it stays where it is beside a model without parameters.</param>
    /// <returns><paramref name="module"/>.</returns>
    public static TModule Beside<TModule>(nn.Module model, TModule module)
        where TModule : nn.Module
    {
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
            return module.to(parameter.device, parameter.dtype);
        return module;
    }

    /// <summary>The device of the first parameter; the CPU for a model without any.</summary>
    internal static Device DeviceOfParameters(this nn.Module model)
    {
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
            return parameter.device;
        return CPU;
    }

    /// <summary>The batch on <paramref name="device"/>: itself if it is there, else a copy that replaces it.</summary>
    internal static Batch MoveTo(this Batch batch, Device device)
    {
        if (batch.X.device_type == device.type && batch.X.device_index == device.index)
            return batch;
        using (batch)
        {
            Tensor x = batch.X.to(device).DetachFromDisposeScope();
            return batch.With(x, batch.Y.to(device).DetachFromDisposeScope());
        }
    }
}
