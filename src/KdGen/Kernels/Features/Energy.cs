using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>The mean square over the channels: [B, C, ...] to [B, ...] as [B, positions].</summary>
internal sealed unsafe class Energy : IFeatureKernel
{
    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => student.square().mean([1]).flatten(1);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher)
    {
        (long samples, long channels, long positions) = Sizes(student);
        Tensor energy = empty(samples, positions, ScalarType.Float32);
        FeatureRows.Run(new Sum(channels, positions, (float*)TensorMemory.Of(student), (float*)TensorMemory.Of(energy)), samples, channels * positions);
        GC.KeepAlive(student);
        return energy;
    }

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        (long samples, long channels, long positions) = Sizes(student);
        Tensor slopes = empty_like(student);
        FeatureRows.Run(
            new Slopes(channels, positions, (float*)TensorMemory.Of(student), (float*)TensorMemory.Of(gradient), (float*)TensorMemory.Of(slopes)), samples * channels, positions);
        GC.KeepAlive(student);
        GC.KeepAlive(gradient);
        return slopes;
    }

    private static (long Samples, long Channels, long Positions) Sizes(Tensor maps) => (maps.size(0), maps.size(1), maps.NumberOfElements / (maps.size(0) * maps.size(1)));

    private readonly struct Sum(long channels, long positions, float* maps, float* energy) : IFeatureWork
    {
        // So many sums stay next to the processor while the channels go by.
        private const long Piece = 4096;

        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            for (long sample = first; sample < end; sample++)
            {
                for (long start = 0; start < positions; start += Piece)
                    AddSquares<V>(maps + sample * channels * positions + start, energy + sample * positions + start, Math.Min(Piece, positions - start));
            }
            return 0;
        }

        [MethodImpl(Loops.Alone)]
        private void AddSquares<V>(float* map, float* sums, long length) where V : struct, IFloats<V>
        {
            new Span<float>(sums, (int)length).Clear();
            V factor = V.Of(1.0 / channels);
            for (long channel = 0; channel < channels; channel++, map += positions)
            {
                long i = 0;
                for (; i <= length - V.Count; i += V.Count)
                {
                    V x = V.Load(map + i);
                    V.MultiplyAdd(factor * x, x, V.Load(sums + i)).Store(sums + i);
                }
                if (i < length)
                {
                    int rest = (int)(length - i);
                    V x = V.LoadFirst(map + i, rest, 0);
                    V.MultiplyAdd(factor * x, x, V.LoadFirst(sums + i, rest, 0)).StoreFirst(sums + i, rest);
                }
            }
        }
    }

    private readonly struct Slopes(long channels, long positions, float* maps, float* gradient, float* slopes) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            V factor = V.Of(2.0 / channels);
            for (long row = first; row < end; row++)
            {
                float* x = maps + row * positions, of = gradient + row / channels * positions, target = slopes + row * positions;
                long i = 0;
                for (; i <= positions - V.Count; i += V.Count)
                    (factor * V.Load(x + i) * V.Load(of + i)).Store(target + i);
                if (i < positions)
                {
                    int rest = (int)(positions - i);
                    (factor * V.LoadFirst(x + i, rest, 0) * V.LoadFirst(of + i, rest, 0)).StoreFirst(target + i, rest);
                }
            }
            return 0;
        }
    }
}
