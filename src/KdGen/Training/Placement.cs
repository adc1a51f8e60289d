using KdGen.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>Where models are, and batches with them.</summary>
internal static class Placement
{
    /// <summary>The device of the first parameter; the CPU for a model without any.</summary>
    public static Device DeviceOfParameters(this nn.Module model)
    {
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
            return parameter.device;
        return CPU;
    }

    /// <summary>The batch on <paramref name="device"/>: itself if it is there, else a copy that replaces it.</summary>
    public static Batch MoveTo(this Batch batch, Device device)
    {
        if (batch.X.device_type == device.type && batch.X.device_index == device.index)
            return batch;
        using (batch)
        {
            Tensor x = batch.X.to(device).DetachFromDisposeScope();
            return new Batch(x, batch.Y.to(device).DetachFromDisposeScope());
        }
    }
}
