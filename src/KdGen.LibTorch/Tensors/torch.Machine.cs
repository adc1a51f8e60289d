using KdGen.LibTorch;

namespace TorchSharp;

/// <summary>The operators and factories of the TorchSharp API, run by the machine's own libtorch.</summary>
public static partial class torch
{
    /// <summary>The version of the libtorch that the native part was built against.</summary>
    public static string __version__ => Native.Version;

    /// <summary>How many threads an operator uses.</summary>
    public static int get_num_threads() => Native.kd_threads();

    /// <summary>Sets how many threads an operator uses.</summary>
    public static void set_num_threads(int num) => Native.Check(Native.kd_set_threads(num));

    /// <summary>How many threads run operators side by side.</summary>
    public static int get_num_interop_threads() => Native.kd_interop_threads();

    /// <summary>Sets how many threads run operators side by side; only before the first of them has run.</summary>
    public static void set_num_interop_threads(int num) => Native.Check(Native.kd_set_interop_threads(num));

    /// <summary>Whether libtorch has a GPU to use.</summary>
    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>The GPUs.</summary>
    public static partial class cuda
    {
        /// <summary>Whether libtorch has a GPU to use.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Whether cuDNN is there.</summary>
        public static bool is_cudnn_available() => Native.kd_cuda_has_cudnn() != 0;

        /// <summary>The number of GPUs.</summary>
        public static int device_count() => Native.kd_cuda_count();

        /// <summary>Seeds the current GPU; does nothing without one.</summary>
        public static void manual_seed(long seed)
        {
            if (is_available())
                Native.Check(Native.kd_cuda_seed(seed, 0));
        }

        /// <summary>Seeds every GPU; does nothing without one.</summary>
        public static void manual_seed_all(long seed)
        {
            if (is_available())
                Native.Check(Native.kd_cuda_seed(seed, 1));
        }

        /// <summary>Waits until the GPU has done all that it was given; does nothing without one.</summary>
        public static void synchronize(Device? device = null)
        {
            if (is_available())
                Native.Check(Native.kd_cuda_synchronize(device?.index ?? -1));
        }
    }
}
