using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements in another type; a second tensor over the same data when it has that type and no copy is asked for.</summary>
        /// <param name="type">The type wanted.</param>
        /// <param name="copy">Whether to copy in any case.</param>
        /// <param name="disposeAfter">Whether to dispose this tensor afterwards.</param>
        /// <param name="non_blocking">Whether the copy may run on while the program does.</param>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Done(Op.to_dtype.Invoke(this, type, non_blocking, copy), disposeAfter);

        /// <summary>The elements in another type; as <see cref="to_type"/>.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device; a second tensor over the same data when it is there and no copy is asked for.</summary>
        /// <exception cref="InvalidOperationException">There is no such device.</exception>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Done(Op.to_device.Invoke(this, InitializeDevice(device), dtype, non_blocking, copy), disposeAfter);

        /// <summary>The tensor on another device; as <see cref="to(Device, bool, bool, bool)"/>.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device; as <see cref="to(Device, bool, bool, bool)"/>.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The elements in another type and on another device.</summary>
        /// <exception cref="InvalidOperationException">There is no such device.</exception>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Done(Op.to_device.Invoke(this, InitializeDevice(device), type, non_blocking, copy), disposeAfter);

        /// <summary>The elements in the type and on the device of the other tensor.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>The elements in the type of the other tensor.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>The tensor in the machine's memory.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>The tensor on a GPU.</summary>
        /// <exception cref="InvalidOperationException">There is no GPU that libtorch can use.</exception>
        /// <exception cref="ArgumentException">The device is none.</exception>
        public Tensor cuda(Device? device = null, bool non_blocking = false)
        {
            if (device is not null && device.type != DeviceType.CUDA)
                throw new ArgumentException($"{device} is no CUDA device", nameof(device));
            return to(device ?? CUDA, non_blocking: non_blocking);
        }

        /// <summary>The elements as truth values.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>The elements as unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>The elements as signed 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>The elements as signed 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>The elements in half precision.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>The elements as bfloat16.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>The elements in single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The elements in double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The same elements in page-locked memory, from which a GPU copies without blocking.</summary>
        public Tensor pin_memory() => Op.pin_memory.Invoke(this);

        private Tensor Done(Tensor result, bool disposeAfter)
        {
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}

file static class Op
{
    internal static readonly AtenOp pin_memory = new("pin_memory");
    internal static readonly AtenOp to_device = new("to", "device");
    internal static readonly AtenOp to_dtype = new("to", "dtype");
}
