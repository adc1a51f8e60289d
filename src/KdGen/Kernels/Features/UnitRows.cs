using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>Each row, along the last dimension, divided by its L2 norm, at least 1e-12.</summary>
internal sealed unsafe class UnitRows : IFeatureKernel
{
    private const float LeastNorm = 1e-12f;

    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => nn.functional.normalize(student, dim: -1);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher) => Run(student, null);

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient) => Run(student, gradient);

    private static Tensor Run(Tensor rows, Tensor? gradient)
    {
        Tensor result = empty_like(rows);
        long length = rows.size(-1);
        float* x = (float*)TensorMemory.Of(rows), y = (float*)TensorMemory.Of(result);
        if (gradient is null)
            FeatureRows.Run(new Units(length, x, y), rows.NumberOfElements / length, length);
        else
            FeatureRows.Run(new Slopes(length, x, (float*)TensorMemory.Of(gradient), y), rows.NumberOfElements / length, length);
        GC.KeepAlive(rows);
        GC.KeepAlive(gradient);
        return result;
    }

    private readonly struct Units(long length, float* x, float* y) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            for (long row = first; row < end; row++)
            {
                float* from = x + row * length;
                double norm = Math.Sqrt(FeatureSums.Product<V>(from, from, length));
                FeatureSums.Mix<V>(1 / Math.Max(norm, LeastNorm), from, 0, from, y + row * length, length);
            }
            return 0;
        }
    }

    // (g - y (y . g)) / norm; at a norm that is too small g over the least norm.
    private readonly struct Slopes(long length, float* x, float* gradient, float* y) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            for (long row = first; row < end; row++)
            {
                float* from = x + row * length, slope = gradient + row * length;
                double norm = Math.Sqrt(FeatureSums.Product<V>(from, from, length)), least = Math.Max(norm, LeastNorm);
                double along = norm >= LeastNorm ? FeatureSums.Product<V>(from, slope, length) / norm / norm / norm : 0;
                FeatureSums.Mix<V>(1 / least, slope, -along, from, y + row * length, length);
            }
            return 0;
        }
    }
}
