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
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            float* powers = slopes is null ? null : RowBuffers.Of(checked((int)length), 1, out _);
            double sum = 0;
            for (long row = first; row < end; row++)
            {
                float* s = student + row * length, t = teacher + row * length, target = slopes + row * length;
                float largestS = Largest<V>(s, length), largestT = Largest<V>(t, length);
                if (slopes is null)
                {
                    sum += Divergence<V>(s, t, largestS, largestT);
                    continue;
                }
                double ofS = Powers<V>(s, largestS, target), ofT = Powers<V>(t, largestT, powers);
                FeatureSums.Mix<V>(factor / ofS, target, -factor / ofT, powers, target, length);
            }
            return sum;
        }

        [MethodImpl(Loops.Alone)]
        private static float Largest<V>(float* x, long length) where V : struct, IFloats<V>
        {
            V largest = V.Of(float.NegativeInfinity);
            long i = 0;
            for (; i <= length - V.Count; i += V.Count)
                largest = V.Max(V.Load(x + i), largest);
            if (i < length)
                largest = V.Max(V.LoadFirst(x + i, (int)(length - i), float.NegativeInfinity), largest);
            return V.Max(largest);
        }

        // From the sums of the exponentials of both sides, and of the teacher's times how far its logits are above the student's.
        [MethodImpl(Loops.Alone)]
        private double Divergence<V>(float* s, float* t, float largestS, float largestT) where V : struct, IFloats<V>
        {
            (double ofS, double ofT, double distance) = (0, 0, 0);
            V scale = V.Of(sharpness * Math.Log2(Math.E)), topS = V.Of(largestS), topT = V.Of(largestT);
            long all = length;
            for (long start = 0; start < all; start += V.Stretch)
            {
                long stop = Math.Min(all, start + V.Stretch);
                V partS = V.Of(0f), partT = partS, part = partS;
                for (long i = start; i < stop; i += V.Count)
                {
                    int rest = (int)(stop - i);
                    bool whole = rest >= V.Count;
                    V one = (whole ? V.Load(s + i) : V.LoadFirst(s + i, rest, 0)) - topS, other = (whole ? V.Load(t + i) : V.LoadFirst(t + i, rest, 0)) - topT;
                    V ofOne = V.Exp2(scale * one), ofOther = V.Exp2(scale * other);
                    if (!whole)
                    {
                        V isThere = V.First(rest);
                        (ofOne, ofOther) = (ofOne & isThere, ofOther & isThere);
                    }
                    partS += ofOne;
                    partT += ofOther;
                    part = V.MultiplyAdd(ofOther, other - one, part);
                }
                ofS += V.Sum(partS);
                ofT += V.Sum(partT);
                distance += V.Sum(part);
            }
            return sharpness * distance / ofT + Math.Log(ofS / ofT);
        }

        // Writes the exponentials of a row; their sum.
        [MethodImpl(Loops.Alone)]
        private double Powers<V>(float* x, float largest, float* powers) where V : struct, IFloats<V>
        {
            double sum = 0;
            V scale = V.Of(sharpness * Math.Log2(Math.E)), top = V.Of(largest);
            long all = length;
            for (long start = 0; start < all; start += V.Stretch)
            {
                long stop = Math.Min(all, start + V.Stretch);
                V part = V.Of(0f);
                for (long i = start; i < stop; i += V.Count)
                {
                    int rest = (int)(stop - i);
                    bool whole = rest >= V.Count;
                    V power = V.Exp2(scale * ((whole ? V.Load(x + i) : V.LoadFirst(x + i, rest, 0)) - top));
                    if (whole)
                    {
                        power.Store(powers + i);
                        part += power;
                    }
                    else
                    {
                        power.StoreFirst(powers + i, rest);
                        part += power & V.First(rest);
                    }
                }
                sum += V.Sum(part);
            }
            return sum;
        }
    }
}
