namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor's data lies: a type and, for GPUs, an index (-1: the current one).</summary>
    public class Device
    {
        /// <summary>Creates a device from <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>meta</c>.</summary>
        /// <exception cref="ArgumentException">The text names no device.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            string[] parts = description.Split(':');
            int number = -1;
            if (parts.Length > 2 || parts.Length == 2 && !int.TryParse(parts[1], out number) || !Enum.TryParse(parts[0], ignoreCase: true, out DeviceType parsed))
                throw new ArgumentException($"'{description}' names no device: use cpu, cuda, cuda:0 and so on, or meta", nameof(description));
            type = parsed;
            index = number;
        }

        /// <summary>Creates a device of a type given by name.</summary>
        /// <exception cref="ArgumentException">The name is no device type.</exception>
        public Device(string deviceType, int index = -1) : this(deviceType) => this.index = index;

        /// <summary>Creates a device.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>Creates a CUDA device.</summary>
        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>The number of the device, -1 for the current one.</summary>
        public int index { get; }

        /// <summary>Type and index in one number, as the native part takes them.</summary>
        internal int Packed => (int)type | index * 256;

        /// <summary>Creates a device from its text form.</summary>
        public static implicit operator Device(string description) => new(description);

        /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
        public override string ToString()
        {
            string name = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index == -1 ? name : $"{name}:{index}";
        }

        internal static Device Unpack(int packed) => new((DeviceType)(packed & 0xff), packed >> 8);
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>No device: shapes without data.</summary>
    public static readonly Device META = new(DeviceType.META);

    /// <summary>The current GPU.</summary>
    /// <exception cref="InvalidOperationException">There is none that libtorch can use.</exception>
    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA));

    /// <summary>A device from its text form, checked to be usable.</summary>
    public static Device device(string description) => InitializeDevice(new Device(description));

    /// <summary>A device from type name and index, checked to be usable.</summary>
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>A device from type and index, checked to be usable.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>The GPU of that index.</summary>
    public static Device device(int index) => new(index);

    /// <summary>Throws when a device of this type cannot be used.</summary>
    /// <exception cref="InvalidOperationException">There is no GPU that libtorch can use.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine: libtorch sees no usable GPU");
    }

    /// <summary>Whether a device of this type can be used.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType != DeviceType.CUDA || cuda.device_count() > 0;

    /// <summary>Throws when the device cannot be used; null stands for the processor.</summary>
    /// <exception cref="InvalidOperationException">There is no GPU that libtorch can use.</exception>
    public static Device InitializeDevice(Device? device)
    {
        if (device is null)
            return CPU;
        InitializeDeviceType(device.type);
        return device;
    }
}
