using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>A factor times the sum of a term over all elements of two features of one shape.</summary>
/// <param name="term">The term.</param>
/// <param name="factor">The factor.</param>
/// <param name="composed">The whole, from operators.</param>
internal sealed unsafe class PairSum<TTerm>(TTerm term, double factor, Func<Tensor, Tensor, Tensor> composed) : IFeatureKernel
    where TTerm : struct, IPairTerm
{
    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => composed(student, teacher!);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher)
    {
        if (student.NumberOfElements != teacher!.NumberOfElements)
            throw new ArgumentException($"[{string.Join(", ", student.shape)}] and [{string.Join(", ", teacher.shape)}] have no pairs of elements", nameof(teacher));
        double sum = FeatureRows.Run(new Sum(term, (float*)TensorMemory.Of(student), (float*)TensorMemory.Of(teacher)), student.NumberOfElements, 1);
        GC.KeepAlive(student);
        GC.KeepAlive(teacher);
        return tensor((float)(factor * sum));
    }

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        Tensor slopes = empty_like(student);
        float scale = (float)(factor * gradient.item<float>());
        FeatureRows.Run(new Slopes(term, scale, (float*)TensorMemory.Of(student), (float*)TensorMemory.Of(teacher), (float*)TensorMemory.Of(slopes)), student.NumberOfElements, 1);
        GC.KeepAlive(student);
        GC.KeepAlive(teacher);
        return slopes;
    }

    private readonly struct Sum(TTerm term, float* student, float* teacher) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            double sum = 0;
            for (long start = first; start < end; start += V.Stretch)
            {
                long stop = Math.Min(end, start + V.Stretch), i = start;
                V part = V.Of(0f);
                for (; i <= stop - V.Count; i += V.Count)
                    part += term.Value(V.Load(student + i), V.Load(teacher + i));
                if (i < stop)
                {
                    int rest = (int)(stop - i);
                    part += term.Value(V.LoadFirst(student + i, rest, 0), V.LoadFirst(teacher + i, rest, 0)) & V.First(rest);
                }
                sum += V.Sum(part);
            }
            return sum;
        }
    }

    private readonly struct Slopes(TTerm term, float scale, float* student, float* teacher, float* slopes) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            // What is stored might be these for all that the compiler knows.
            TTerm of = term;
            float* s = student, t = teacher, target = slopes;
            V factor = V.Of(scale);
            long i = first;
            for (; i <= end - V.Count; i += V.Count)
                (factor * of.Slope(V.Load(s + i), V.Load(t + i))).Store(target + i);
            if (i < end)
            {
                int rest = (int)(end - i);
                (factor * of.Slope(V.LoadFirst(s + i, rest, 0), V.LoadFirst(t + i, rest, 0))).StoreFirst(target + i, rest);
            }
            return 0;
        }
    }
}
