using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The size of each dimension.</summary>
        public long[] shape
        {
            get
            {
                long* sizes;
                int count = Native.kd_tensor_sizes(Handle, &sizes);
                return new ReadOnlySpan<long>(sizes, count).ToArray();
            }
        }

        /// <summary>The number of dimensions.</summary>
        public long Dimensions
        {
            get
            {
                long* sizes;
                return Native.kd_tensor_sizes(Handle, &sizes);
            }
        }

        /// <summary>The number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements => Native.kd_tensor_numel(Handle);

        /// <summary>The bytes of one element.</summary>
        public long ElementSize => Native.kd_tensor_element_size(Handle);

        /// <summary>The type of the elements.</summary>
        public ScalarType dtype => (ScalarType)Native.kd_tensor_dtype(Handle);

        /// <summary>Where the data lies.</summary>
        public Device device => Device.Unpack(Native.kd_tensor_device(Handle)) is { type: not DeviceType.CPU } other ? other : CPU;

        /// <summary>The kind of device where the data lies.</summary>
        public DeviceType device_type => (DeviceType)(Native.kd_tensor_device(Handle) & 0xff);

        /// <summary>The number of the device where the data lies; -1 for the processor.</summary>
        public int device_index => Native.kd_tensor_device(Handle) >> 8;

        /// <summary>Whether the data lies on a GPU.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape but no data.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Whether autograd tracks the tensor.</summary>
        public bool requires_grad
        {
            get => Native.kd_tensor_requires_grad(Handle) != 0;
            set => Native.Check(Native.kd_tensor_set_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>Whether no operator that autograd tracks has produced the tensor.</summary>
        public bool is_leaf => Native.kd_tensor_is_leaf(Handle) != 0;

        /// <summary>The gradient that backward accumulated; null when there is none. Each read gives a new tensor over the same gradient.</summary>
        public Tensor? grad
        {
            get
            {
                IntPtr gradient;
                Native.Check(Native.kd_tensor_grad(Handle, &gradient));
                return gradient == IntPtr.Zero ? null : new Tensor(gradient);
            }
            set
            {
                Native.Check(Native.kd_tensor_set_grad(Handle, value?.Handle ?? IntPtr.Zero));
                GC.KeepAlive(value);
            }
        }

        /// <summary>The number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>The number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>The bytes of one element.</summary>
        public long element_size() => ElementSize;

        /// <summary>The size of each dimension.</summary>
        public long[] size() => shape;

        /// <summary>The size of one dimension; a negative one counts from the end.</summary>
        /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
        public long size(int dim)
        {
            long* sizes;
            int count = Native.kd_tensor_sizes(Handle, &sizes);
            return sizes[Wrap(dim, count)];
        }

        /// <summary>The distance, in elements, between neighbours along each dimension.</summary>
        public long[] stride()
        {
            long* strides;
            int count = Native.kd_tensor_strides(Handle, &strides);
            Native.Check(count);
            return new ReadOnlySpan<long>(strides, count).ToArray();
        }

        /// <summary>The distance, in elements, between neighbours along one dimension.</summary>
        /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
        public long stride(int dim)
        {
            long[] strides = stride();
            return strides[Wrap(dim, strides.Length)];
        }

        /// <summary>Whether the elements lie in memory in order and without gaps.</summary>
        public bool is_contiguous() => Native.kd_tensor_is_contiguous(Handle) != 0;

        /// <summary>Whether the data lies in the machine's memory.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the elements are floating point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the elements are integers.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Sets whether autograd tracks the tensor, and returns it.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Sets whether autograd tracks the tensor, and returns it.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        private static int Wrap(int dim, int count)
        {
            int wrapped = dim < 0 ? dim + count : dim;
            return (uint)wrapped < (uint)count
                ? wrapped
                : throw new IndexOutOfRangeException($"dimension {dim} of a tensor with {count}: use {-count} to {count - 1}");
        }
    }

    /// <summary>Whether the type is a floating point type.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    /// <summary>Whether the elements are floating point numbers.</summary>
    public static bool is_floating_point(Tensor input) => input.is_floating_point();

    /// <summary>Whether the type is an integer type or the truth values, as TorchSharp counts them.</summary>
    public static bool is_integral(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

    /// <summary>The number of elements.</summary>
    public static long numel(Tensor input) => input.numel();
}
