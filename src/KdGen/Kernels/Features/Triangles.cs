using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>All triangles between samples, in double precision, where the cosines between close samples keep their digits.</summary>
/// <param name="stride">From row to row; behind the samples are zeros, so that vectors end with it.</param>
/// <param name="halves">Half the square of each distance.</param>
/// <param name="inverses">What a difference is multiplied by to have length 1; from a sample to itself 0.</param>
internal readonly unsafe struct Triangles(long stride, double* halves, double* inverses)
{
    private const double LeastNorm = 1e-12;

    // Below this part of the largest square a distance has lost too many of its digits in differences of squares.
    private const double LeastPart = 1e-6;

    public static long Stride(long rows) => (rows + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary>They live as long as the scope.</summary>
    public static Triangles Of(Tensor features)
    {
        long rows = features.size(0), length = features.size(1), stride = Stride(rows);
        Tensor products = features.mm(features.t());
        double* x = (double*)TensorMemory.Of(features), product = (double*)TensorMemory.Of(products);
        double* halves = (double*)TensorMemory.Of(zeros(rows, stride, ScalarType.Float64)), inverses = (double*)TensorMemory.Of(zeros(rows, stride, ScalarType.Float64));
        double least = LeastPart * products.max().item<double>();
        bool[] isNear = new bool[rows];
        for (long i = 0; i < rows; i++)
        {
            for (long j = 0; j < i; j++)
            {
                double half = (product[i * rows + i] + product[j * rows + j]) / 2 - product[i * rows + j];
                halves[i * stride + j] = half;
                if (!(half > least))
                    isNear[i] = isNear[j] = true;
            }
        }

        // All distances of such a sample are of differences: those of equal samples are the same to the bit.
        for (long i = 0; i < rows; i++)
        {
            for (long j = 0; j < i; j++)
            {
                double half = isNear[i] || isNear[j] ? HalfSquare(x + i * length, x + j * length, length) : halves[i * stride + j];
                halves[i * stride + j] = halves[j * stride + i] = half;
                inverses[i * stride + j] = inverses[j * stride + i] = 1 / Math.Max(Math.Sqrt(2 * half), LeastNorm);
            }
        }
        return new(stride, halves, inverses);
    }

    /// <summary>At i, of the angles from j to k and those behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> Cosines(long i, long j, long k) =>
        (new Vector<double>(halves[i * stride + j]) + Vector.Load(halves + i * stride + k) - Vector.Load(halves + j * stride + k)) * OfProducts(i, j, k);

    /// <summary>The derivative of the cosines by what the differences' products are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> OfProducts(long i, long j, long k) => inverses[i * stride + j] * Vector.Load(inverses + i * stride + k);

    /// <summary>In parts of a cosine, what it loses with half the square of the distance from i to k; nothing where that is too short to be given length 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> OfLengths(long i, long k)
    {
        Vector<double> inverse = Vector.Load(inverses + i * stride + k);
        return Vector.ConditionalSelect(Vector.LessThan(inverse, new Vector<double>(1 / LeastNorm)), inverse * inverse, Vector<double>.Zero);
    }

    [MethodImpl(Loops.Alone)]
    private static double HalfSquare(double* one, double* other, long length)
    {
        Vector<double> parts = Vector<double>.Zero;
        long i = 0;
        for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> difference = Vector.Load(one + i) - Vector.Load(other + i);
            parts += difference * difference;
        }
        double sum = Vector.Sum(parts);
        for (; i < length; i++)
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        return sum / 2;
    }
}
