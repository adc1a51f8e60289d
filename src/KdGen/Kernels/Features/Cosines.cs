using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>1 - the mean over the rows of the cosine between the student's and the teacher's.</summary>
/// <param name="epsilon">Added to the square of each length.</param>
/// <param name="composed">The same from operators.</param>
internal sealed unsafe class Cosines(double epsilon, Func<Tensor, Tensor, Tensor> composed) : IFeatureKernel
{
    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => composed(student, teacher!);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher) => tensor((float)(1 - Run(student, teacher!, null, 0) / student.size(0)));

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        Tensor slopes = empty_like(student);
        Run(student, teacher!, slopes, -gradient.item<float>() / (double)student.size(0));
        return slopes;
    }

    private double Run(Tensor student, Tensor teacher, Tensor? slopes, double factor)
    {
        Rows rows = new(epsilon, factor, student.size(1), (float*)TensorMemory.Of(student), (float*)TensorMemory.Of(teacher), (float*)TensorMemory.Of(slopes));
        double sum = FeatureRows.Run(rows, student.size(0), student.size(1));
        GC.KeepAlive(student);
        GC.KeepAlive(teacher);
        GC.KeepAlive(slopes);
        return sum;
    }

    private readonly struct Rows(double epsilon, double factor, long length, float* student, float* teacher, float* slopes) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            double sum = 0;
            for (long row = first; row < end; row++)
            {
                float* s = student + row * length, t = teacher + row * length;
                (double squareS, double squareT, double product) = Products<V>(s, t);
                squareS += epsilon;
                double lengths = Math.Sqrt(squareS) * Math.Sqrt(squareT + epsilon), cosine = product / lengths;
                sum += cosine;
                if (slopes is not null)
                    FeatureSums.Mix<V>(factor / lengths, t, -factor * cosine / squareS, s, slopes + row * length, length);
            }
            return sum;
        }

        [MethodImpl(Loops.Alone)]
        private (double, double, double) Products<V>(float* s, float* t) where V : struct, IFloats<V>
        {
            (double ss, double tt, double st) = (0, 0, 0);
            for (long start = 0; start < length; start += V.Stretch)
            {
                long stop = Math.Min(length, start + V.Stretch), i = start;
                V partSS = V.Of(0f), partTT = partSS, partST = partSS;
                for (; i < stop; i += V.Count)
                {
                    int rest = (int)Math.Min(V.Count, stop - i);
                    V one = rest == V.Count ? V.Load(s + i) : V.LoadFirst(s + i, rest, 0), other = rest == V.Count ? V.Load(t + i) : V.LoadFirst(t + i, rest, 0);
                    partSS = V.MultiplyAdd(one, one, partSS);
                    partTT = V.MultiplyAdd(other, other, partTT);
                    partST = V.MultiplyAdd(one, other, partST);
                }
                ss += V.Sum(partSS);
                tt += V.Sum(partTT);
                st += V.Sum(partST);
            }
            return (ss, tt, st);
        }
    }
}
