using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>
/// The mean over all triples (i, j, k) of the rows of [B, D] of the smooth L1 distance between student and teacher of the cosine of the angle at i from j to k. The sides of a triangle say its angles: of the features nothing but the
/// distances is read, and the cosines [B, B, B] are never there.
/// </summary>
/// <param name="composed">The same from operators.</param>
internal sealed unsafe class Angles(Func<Tensor, Tensor, Tensor> composed) : IFeatureKernel
{
    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => composed(student, teacher!);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher)
    {
        using var scope = NewDisposeScope();
        return tensor((float)(Run(Centred(student), Centred(teacher!), null) / Triples(student))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        Tensor rows = Centred(student), slopes = zeros(student.size(0), Triangles.Stride(student.size(0)), ScalarType.Float64);
        Run(rows, Centred(teacher!), slopes);
        slopes = slopes.narrow(1, 0, student.size(0));

        // Half the square of a distance changes with either end by the difference of the two.
        slopes = slopes + slopes.t();
        slopes.diagonal().sub_(slopes.sum([1]));
        return slopes.mm(rows).mul_(-gradient / Triples(student)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static double Triples(Tensor rows) => Math.Pow(rows.size(0), 3);

    private static Tensor Centred(Tensor rows)
    {
        Tensor wide = rows.to(ScalarType.Float64);
        return wide.sub_(wide.mean([0]));
    }

    private static double Run(Tensor student, Tensor teacher, Tensor? slopes)
    {
        long rows = student.size(0);
        Triangles ofStudent = Triangles.Of(student), ofTeacher = Triangles.Of(teacher);
        return slopes is null
            ? FeatureRows.Run(new Sum(rows, ofStudent, ofTeacher), rows, rows * rows)
            : FeatureRows.Run(new Slopes(rows, ofStudent, ofTeacher, (double*)TensorMemory.Of(slopes)), rows, rows * rows);
    }

    private readonly struct Sum(long rows, Triangles student, Triangles teacher) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            Triangles s = student, t = teacher;
            double sum = 0;
            for (long i = first; i < end; i++)
            {
                for (long j = 0; j < rows; j++)
                {
                    Vector<double> part = Vector<double>.Zero;
                    for (long k = 0; k < rows; k += Vector<double>.Count)
                    {
                        Vector<double> distance = Vector.Abs(s.Cosines(i, j, k) - t.Cosines(i, j, k)), near = Vector.Min(Vector<double>.One, distance);
                        part += near * (distance - 0.5 * near);
                    }
                    sum += Vector.Sum(part);
                }
            }
            return sum;
        }
    }

    // A row of slopes belongs to one thread: of every triangle it takes the angle at its own sample i and the one at j.
    private readonly struct Slopes(long rows, Triangles student, Triangles teacher, double* slopes) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            Triangles s = student, t = teacher;
            for (long i = first; i < end; i++)
            {
                double* target = slopes + i * Triangles.Stride(rows);
                for (long j = 0; j < rows; j++)
                {
                    for (long k = 0; k < rows; k += Vector<double>.Count)
                    {
                        // At i the cosines are the same from j to k and from k to j: twice the one half.
                        Vector<double> cosines = s.Cosines(i, j, k), own = Slope(cosines, t.Cosines(i, j, k)) * (s.OfProducts(i, j, k) - cosines * s.OfLengths(i, k));
                        Vector<double> opposite = Slope(s.Cosines(j, i, k), t.Cosines(j, i, k)) * s.OfProducts(j, i, k);
                        (Vector.Load(target + k) + 2.0 * own - opposite).Store(target + k);
                    }
                }
            }
            return 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<double> Slope(Vector<double> student, Vector<double> teacher) => Vector.Max(-Vector<double>.One, Vector.Min(Vector<double>.One, student - teacher));
    }
}
