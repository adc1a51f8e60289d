using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Moves and converts modules and keeps their static type. The parameters become new objects: move first, then make the optimizer.
/// </summary>
public static class ModuleExtensionMethods
{
    /// <summary>Converts to a floating-point dtype.</summary>
    /// <exception cref="ArgumentException">The dtype is of whole numbers.</exception>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module
        => (T)module._to(type, non_blocking);

    /// <summary>Moves to a device and converts to a floating-point dtype.</summary>
    /// <exception cref="ArgumentException">The dtype is of whole numbers.</exception>
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module
        => (T)module._to(device, type, non_blocking);

    /// <summary>Moves to a device; index -1 is the current one.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module
        => (T)module._to(deviceType, deviceIndex, non_blocking);

    /// <summary>Moves to a device.</summary>
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module
        => (T)module._to(device.type, device.index, non_blocking);

    /// <summary>Moves to a device given as text, for example <c>cuda:1</c>.</summary>
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module
        => module.to(new Device(device), non_blocking);

    /// <summary>Moves to the device and dtype of a tensor.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false) where T : nn.Module
        => (T)module._to(other.device, other.dtype, non_blocking);

    /// <summary>Moves to main memory.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module
        => (T)module._to(DeviceType.CPU, -1, non_blocking);

    /// <summary>Moves to a CUDA device; index -1 is the current one.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module
        => (T)module._to(DeviceType.CUDA, deviceIndex, non_blocking);

    /// <summary>Converts to 16-bit IEEE floats.</summary>
    public static T half<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float16, non_blocking);

    /// <summary>Converts to bfloat16.</summary>
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.BFloat16, non_blocking);

    /// <summary>Converts to 32-bit floats.</summary>
    public static T @float<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float32, non_blocking);

    /// <summary>Converts to 64-bit floats.</summary>
    public static T @double<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float64, non_blocking);
}
