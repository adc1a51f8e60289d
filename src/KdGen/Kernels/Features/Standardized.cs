using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>
/// Half the mean of (z(s) - z(t))² of maps [B, C, ...], z each channel less its mean over samples and positions, divided by its deviation (of n - 1) + a little. A channel is read again and again while it is
/// near; there are at least two numbers in each.
/// </summary>
/// <param name="epsilon">Added to the deviations.</param>
/// <param name="composed">The same from operators.</param>
internal sealed unsafe class Standardized(double epsilon, Func<Tensor, Tensor, Tensor> composed) : IFeatureKernel
{
    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => composed(student, teacher!);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher) => tensor((float)(Run(student, teacher!, null, 0) / (2.0 * student.NumberOfElements)));

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        Tensor slopes = empty_like(student);
        Run(student, teacher!, slopes, gradient.item<float>() / (double)student.NumberOfElements);
        return slopes;
    }

    private double Run(Tensor student, Tensor teacher, Tensor? slopes, double factor)
    {
        long samples = student.size(0), channels = student.size(1), positions = student.NumberOfElements / (samples * channels);
        Channels work = new(epsilon, factor, samples, channels, positions, (float*)TensorMemory.Of(student), (float*)TensorMemory.Of(teacher), (float*)TensorMemory.Of(slopes));
        double sum = FeatureRows.Run(work, channels, samples * positions);
        GC.KeepAlive(student);
        GC.KeepAlive(teacher);
        GC.KeepAlive(slopes);
        return sum;
    }

    private readonly struct Channels(double epsilon, double factor, long samples, long channels, long positions, float* student, float* teacher, float* slopes) : IFeatureWork
    {
        private double Count => (double)samples * positions;

        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            double sum = 0;
            for (long channel = first; channel < end; channel++)
                sum += OfChannel<V>(channel * positions);
            return sum;
        }

        [MethodImpl(Loops.Alone)]
        private double OfChannel<V>(long start) where V : struct, IFloats<V>
        {
            (double meanS, double deviationS) = Moments<V>(student + start);
            (double meanT, double deviationT) = Moments<V>(teacher + start);
            V centreS = V.Of(meanS), centreT = V.Of(meanT), scaleS = V.Of(1 / (deviationS + epsilon)), scaleT = V.Of(1 / (deviationT + epsilon));

            (double squares, double along) = (0, 0);
            for (long sample = 0; sample < samples; sample++)
            {
                float* s = student + start + sample * channels * positions, t = teacher + start + sample * channels * positions;
                for (long from = 0; from < positions; from += V.Stretch)
                {
                    long stop = Math.Min(positions, from + V.Stretch);
                    V partSquares = V.Of(0f), partAlong = partSquares;
                    for (long i = from; i < stop; i += V.Count)
                    {
                        V standard = scaleS * (Load(s, i, centreS) - centreS), difference = standard - scaleT * (Load(t, i, centreT) - centreT);
                        difference &= V.First((int)Math.Min(V.Count, stop - i));
                        partSquares = V.MultiplyAdd(difference, difference, partSquares);
                        partAlong = V.MultiplyAdd(difference, standard, partAlong);
                    }
                    squares += V.Sum(partSquares);
                    along += V.Sum(partAlong);
                }
            }

            // A channel of one number throughout has no deviation to change.
            if (slopes is not null)
                WriteSlopes(start, centreS, scaleS, centreT, scaleT, factor / (deviationS + epsilon), deviationS > 0 ? along / (deviationS * (Count - 1)) * (deviationS + epsilon) : 0);
            return squares;
        }

        [MethodImpl(Loops.Alone)]
        private (double Mean, double Deviation) Moments<V>(float* channel) where V : struct, IFloats<V>
        {
            double sum = 0, squares = 0;
            for (long sample = 0; sample < samples; sample++)
                sum += Sum(channel + sample * channels * positions, V.Of(0f), squared: false);
            double mean = (float)(sum / Count);
            for (long sample = 0; sample < samples; sample++)
                squares += Sum(channel + sample * channels * positions, V.Of(mean), squared: true);
            return (mean, Math.Sqrt(squares / (Count - 1)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private double Sum<V>(float* x, V centre, bool squared) where V : struct, IFloats<V>
        {
            double sum = 0;
            for (long from = 0; from < positions; from += V.Stretch)
            {
                long stop = Math.Min(positions, from + V.Stretch);
                V part = V.Of(0f);
                for (long i = from; i < stop; i += V.Count)
                {
                    V value = Load(x, i, centre) - centre;
                    part += squared ? value * value : value;
                }
                sum += V.Sum(part);
            }
            return sum;
        }

        [MethodImpl(Loops.Alone)]
        private void WriteSlopes<V>(long start, V centreS, V scaleS, V centreT, V scaleT, double factor, double along) where V : struct, IFloats<V>
        {
            V ofAll = V.Of(factor), ofStandard = V.Of(along);
            for (long sample = 0; sample < samples; sample++)
            {
                long at = start + sample * channels * positions;
                for (long i = 0; i < positions; i += V.Count)
                {
                    V standard = scaleS * (Load(student + at, i, centreS) - centreS), difference = standard - scaleT * (Load(teacher + at, i, centreT) - centreT);
                    V slope = ofAll * (difference - ofStandard * standard);
                    if (positions - i >= V.Count)
                        slope.Store(slopes + at + i);
                    else
                        slope.StoreFirst(slopes + at + i, (int)(positions - i));
                }
            }
        }

        // Beyond the last position there is the mean.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Load<V>(float* x, long i, V centre) where V : struct, IFloats<V>
        {
            if (positions - i >= V.Count)
                return V.Load(x + i);
            int rest = (int)(positions - i);
            return V.Select(V.First(rest), V.LoadFirst(x + i, rest, 0), centre);
        }
    }
}
