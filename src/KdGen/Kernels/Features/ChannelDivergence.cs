using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>T² KL(softmax(t / T) || softmax(s / T)) along the last dimension, the mean over all others.</summary>
/// <param name="temperature">T.</param>
/// <param name="composed">The same from operators.</param>
internal sealed unsafe class ChannelDivergence(double temperature, Func<Tensor, Tensor, Tensor> composed) : IFeatureKernel
{
    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => composed(student, teacher!);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher) => tensor((float)(temperature * temperature / Count(student) * Run(student, teacher!, null, 0)));

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        Tensor slopes = empty_like(student);
        Run(student, teacher!, slopes, temperature / Count(student) * gradient.item<float>());
        return slopes;
    }

    private static long Count(Tensor rows) => rows.NumberOfElements / rows.size(-1);

    private double Run(Tensor student, Tensor teacher, Tensor? slopes, double factor)
    {
        Rows rows = new(1 / temperature, factor, student.size(-1), (float*)TensorMemory.Of(student), (float*)TensorMemory.Of(teacher), (float*)TensorMemory.Of(slopes));
        double sum = FeatureRows.Run(rows, Count(student), student.size(-1));
        GC.KeepAlive(student);
        GC.KeepAlive(teacher);
        GC.KeepAlive(slopes);
        return sum;
    }

    private readonly struct Rows(double sharpness, double factor, long length, float* student, float* teacher, float* slopes) : IFeatureWork
    {
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            double sum = 0;
            for (long row = first; row < end; row++)
            {
                float* s = student + row * length, t = teacher + row * length;
                V largestS = V.Of(Largest<V>(s)), largestT = V.Of(Largest<V>(t));
                (double ofS, double ofT, double distance) = Sums(s, t, largestS, largestT);
                sum += distance / ofT + Math.Log(ofS) - Math.Log(ofT);
                if (slopes is not null)
                    WriteSlopes(s, t, largestS, largestT, V.Of(factor / ofS), V.Of(factor / ofT), slopes + row * length);
            }
            return sum;
        }

        private float Largest<V>(float* x) where V : struct, IFloats<V>
        {
            V largest = V.Of(float.NegativeInfinity);
            for (long i = 0; i < length; i += V.Count)
                largest = V.Max(Load<V>(x, i, float.NegativeInfinity), largest);
            return V.Max(largest);
        }

        // The sums of the exponentials of both sides, and of the teacher's times how far its logits are above the student's.
        private (double Student, double Teacher, double Distance) Sums<V>(float* s, float* t, V largestS, V largestT) where V : struct, IFloats<V>
        {
            (double ofS, double ofT, double distance) = (0, 0, 0);
            V scale = V.Of(sharpness);
            for (long start = 0; start < length; start += V.Stretch)
            {
                long stop = Math.Min(length, start + V.Stretch);
                V partS = V.Of(0f), partT = partS, part = partS;
                for (long i = start; i < stop; i += V.Count)
                {
                    V ofThese = V.First((int)Math.Min(V.Count, stop - i));
                    V one = scale * (Load<V>(s, i, 0) - largestS), other = scale * (Load<V>(t, i, 0) - largestT), power = V.Exp(other) & ofThese;
                    partS += V.Exp(one) & ofThese;
                    partT += power;
                    part = V.MultiplyAdd(power, other - one, part);
                }
                ofS += V.Sum(partS);
                ofT += V.Sum(partT);
                distance += V.Sum(part);
            }
            return (ofS, ofT, distance);
        }

        private void WriteSlopes<V>(float* s, float* t, V largestS, V largestT, V factorS, V factorT, float* target) where V : struct, IFloats<V>
        {
            V scale = V.Of(sharpness);
            for (long i = 0; i < length; i += V.Count)
            {
                V one = V.Exp(scale * (Load<V>(s, i, 0) - largestS)), other = V.Exp(scale * (Load<V>(t, i, 0) - largestT));
                V slope = factorS * one - factorT * other;
                if (length - i >= V.Count)
                    slope.Store(target + i);
                else
                    slope.StoreFirst(target + i, (int)(length - i));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Load<V>(float* x, long i, float rest) where V : struct, IFloats<V> => length - i >= V.Count ? V.Load(x + i) : V.LoadFirst(x + i, (int)(length - i), rest);
    }
}
