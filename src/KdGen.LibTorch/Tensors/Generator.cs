using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    public class Generator : IDisposable
    {
        /// <summary>Creates a generator with a seed of its own.</summary>
        public Generator(ulong seed = 0, Device? device = null) : this(Native.Check(Native.kd_generator_new((long)seed, (device ?? CPU).Packed)), device ?? CPU)
        {
        }

        internal Generator(IntPtr handle, Device device)
        {
            Handle = handle;
            this.device = device;
        }

        /// <summary>Frees the generator when nobody has disposed it.</summary>
        ~Generator() => Dispose(false);

        /// <summary>The processor's generator, which operators use when given none.</summary>
        public static Generator Default => new(Native.Check(Native.kd_generator_default(CPU.Packed)), CPU);

        /// <summary>The native generator.</summary>
        public IntPtr Handle { get; private set; }

        /// <summary>The device whose operators can use the generator.</summary>
        public Device device { get; }

        /// <summary>The state as a tensor of bytes.</summary>
        public Tensor get_state() => new(Native.Check(Native.kd_generator_state(Handle)));

        /// <summary>Goes back to a state that <see cref="get_state"/> gave.</summary>
        public void set_state(Tensor value)
        {
            Native.Check(Native.kd_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        /// <summary>Starts the sequence that belongs to the seed.</summary>
        public Generator manual_seed(long seed)
        {
            Native.Check(Native.kd_generator_seed(Handle, seed));
            return this;
        }

        /// <summary>Starts a sequence from the time of day, and returns its seed.</summary>
        public long seed()
        {
            long ticks = DateTime.UtcNow.Ticks;
            manual_seed(ticks);
            return ticks;
        }

        /// <summary>The seed that started the sequence.</summary>
        public long initial_seed() => Native.kd_generator_initial_seed(Handle);

        /// <summary>Frees the generator; the default one lives on.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the generator; <paramref name="disposing"/> is false on the finalizer's thread.</summary>
        protected virtual void Dispose(bool disposing)
        {
            if (Handle == IntPtr.Zero)
                return;
            Native.kd_generator_free(Handle);
            Handle = IntPtr.Zero;
        }
    }

    /// <summary>Random numbers, as <see cref="torch"/> itself offers them.</summary>
    public static class random
    {
        /// <summary>Seeds every device and returns the processor's generator.</summary>
        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.kd_manual_seed(seed));
            return Generator.Default;
        }

        /// <summary>The seed of the processor's generator.</summary>
        public static long initial_seed()
        {
            using Generator generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>The state of the processor's generator, a tensor of bytes.</summary>
        public static Tensor get_rng_state()
        {
            using Generator generator = Generator.Default;
            return generator.get_state();
        }

        /// <summary>Sets the processor's generator back to an earlier state.</summary>
        public static void set_rng_state(Tensor new_state)
        {
            using Generator generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    /// <summary>Seeds every device and returns the processor's generator.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The seed of the processor's generator.</summary>
    public static long initial_seed() => random.initial_seed();

    /// <summary>The state of the processor's generator, a tensor of bytes.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Sets the processor's generator back to an earlier state.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);
}
