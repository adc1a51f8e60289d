using System.Runtime.InteropServices;
using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>TorchScript: models that Python saved with <c>torch.jit.save</c>, code and weights in one file.</summary>
    public static partial class jit
    {
        /// <summary>Loads a TorchScript file.</summary>
        /// <param name="filename">The file.</param>
        /// <param name="device_type">Where its tensors go.</param>
        /// <param name="device_index">The number of the device; -1 for the current one.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="ExternalException">It is no TorchScript file, or this libtorch cannot read it.</exception>
        public static ScriptModule load(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1)
            => new(Load(filename, new Device(device_type, (int)device_index)), filename);

        /// <inheritdoc cref="load(string,DeviceType,long)"/>
        public static ScriptModule load(string filename, Device map_location) => new(Load(filename, map_location), filename);

        /// <inheritdoc cref="load(string,DeviceType,long)"/>
        public static ScriptModule load(string filename, string map_location) => load(filename, new Device(map_location));

        /// <summary>Loads a TorchScript file as a module of one input.</summary>
        /// <typeparam name="T1">What <c>forward</c> takes: a tensor.</typeparam>
        /// <typeparam name="TResult">What it returns: a tensor, a tuple of up to five, or an array for a list or a longer tuple.</typeparam>
        /// <inheritdoc cref="load(string,DeviceType,long)"/>
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1)
            => new(Load(filename, new Device(device_type, (int)device_index)), filename);

        /// <inheritdoc cref="load{T1,TResult}(string,DeviceType,long)"/>
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, Device map_location) => new(Load(filename, map_location), filename);

        /// <inheritdoc cref="load{T1,TResult}(string,DeviceType,long)"/>
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, string map_location) => load<T1, TResult>(filename, new Device(map_location));

        private static ScriptHandle Load(string filename, Device device)
        {
            if (!File.Exists(filename)) throw new FileNotFoundException($"there is no TorchScript file '{filename}'", filename);
            var module = Native.kd_module_load(filename, device.Packed);
            if (module != IntPtr.Zero) return new ScriptHandle(module);
            var reason = Native.Failure().Message.Split('\n')[0];
            throw new ExternalException($"'{filename}' does not load as TorchScript ({reason}): write it with torch.jit.save(torch.jit.script(model), ...)");
        }
    }
}
