namespace TorchSharp;

/// <summary>The kinds of devices that libtorch knows; the numbers are libtorch's.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>An NVIDIA GPU.</summary>
    CUDA = 1,

    /// <summary>No device: tensors with a shape but without data.</summary>
    META = 14,
}
