using KdGen.LibTorch;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous CPU tensor. The span is valid as long as the tensor: keep it alive beside.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous or not in the machine's memory.</exception>
        /// <exception cref="ArgumentException">More than 2 GB; or, on setting, a different number of bytes.</exception>
        public Span<byte> bytes
        {
            get
            {
                long length = NumberOfElements * ElementSize;
                RequireReadable();
                if (length > int.MaxValue)
                    throw new ArgumentException($"a tensor of {length} bytes does not fit into a span: read it in parts");
                return new Span<byte>((void*)DataPointer(), (int)length);
            }
            set
            {
                Span<byte> target = bytes;
                if (target.Length != value.Length)
                    throw new ArgumentException($"{value.Length} bytes given for a tensor of {target.Length}");
                value.CopyTo(target);
            }
        }

        /// <summary>Typed access to the elements; a tensor on another device is copied to the machine's memory first.</summary>
        /// <exception cref="ArgumentException">The elements are not of type <typeparamref name="T"/>.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The value of a tensor with one element.</summary>
        /// <exception cref="ArgumentException">There is not exactly one element, or it is not of type <typeparamref name="T"/>.</exception>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"a tensor of {NumberOfElements} values has no single one to read");
            ValidateType(typeof(T));
            if (device_type == DeviceType.CPU)
                return *(T*)DataPointer();
            using Tensor copy = cpu();
            return *(T*)copy.DataPointer();
        }

        /// <summary>The value of a tensor with one element, of whatever type.</summary>
        public Scalar ToScalar() => Op.item.InvokeScalar(this);

        /// <summary>Writes the elements of a contiguous CPU tensor to a stream.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            RequireReadable();
            byte* source = (byte*)DataPointer();
            for (long left = NumberOfElements * ElementSize; left > 0;)
            {
                int count = (int)Math.Min(left, Math.Max(bufferSize, 1 << 16));
                stream.Write(new ReadOnlySpan<byte>(source, count));
                source += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        /// <summary>Fills a contiguous CPU tensor from a stream.</summary>
        /// <exception cref="EndOfStreamException">The stream holds too little.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            RequireReadable();
            byte* target = (byte*)DataPointer();
            for (long left = NumberOfElements * ElementSize; left > 0;)
            {
                int count = (int)Math.Min(left, Math.Max(bufferSize, 1 << 16));
                stream.ReadExactly(new Span<byte>(target, count));
                target += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        /// <summary>The address of the first element.</summary>
        internal IntPtr DataPointer()
        {
            IntPtr data;
            Native.Check(Native.kd_tensor_data(Handle, &data));
            return data;
        }

        internal void ValidateType(Type type)
        {
            Type expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Bool => typeof(bool),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                _ => typeof(void),
            };
            if (type != expected)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }

        private void RequireReadable()
        {
            if (!is_contiguous())
                throw new InvalidOperationException("the tensor's bytes do not lie in one piece: call contiguous() first");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"the tensor is on {device}, where its values cannot be read: call cpu() first");
        }
    }
}

file static class Op
{
    internal static readonly AtenOp item = new("item");
}
