using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>
/// The mean over all triples (i, j, k) of the rows of [B, D] of the smooth L1 distance between student and teacher of the cosine of the angle at i from j to k. Some i are done at a time, so that the directions [i, B, D] and
/// the cosines [i, B, B] of all of them are never there at once.
/// </summary>
/// <param name="composed">The same from operators.</param>
internal sealed unsafe class Angles(Func<Tensor, Tensor, Tensor> composed) : IFeatureKernel
{
    private const float LeastNorm = 1e-12f;

    // So many elements of directions stay near the processor.
    private const long PieceElements = 1 << 18;

    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher) => composed(student, teacher!);

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher)
    {
        double sum = 0;
        foreach ((long first, long count) in Pieces(student, teacher!))
        {
            using var scope = NewDisposeScope();
            using var cosines = Cosines(Directions(student, first, count, null));
            sum += Distance.Value(cosines, Cosines(Directions(teacher!, first, count, null))).item<float>();
        }
        return tensor((float)(sum / Triples(student)));
    }

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        Tensor slopes = zeros_like(student), scale = gradient / Triples(student);
        foreach ((long first, long count) in Pieces(student, teacher!))
        {
            using var scope = NewDisposeScope();
            Tensor norms = empty(count, student.size(0), ScalarType.Float32), directions = Directions(student, first, count, norms);
            Tensor ofCosines = Distance.Gradient(Cosines(directions), Cosines(Directions(teacher!, first, count, null)), scale);

            // The cosines are the same from j to k and from k to j: twice the one half.
            Tensor ofDirections = ofCosines.bmm(directions).mul_(2);
            Project(directions, norms, ofDirections);
            slopes.add_(ofDirections.sum([0]));
            slopes.narrow(0, first, count).sub_(ofDirections.sum([1]));
        }
        return slopes;
    }

    private static PairSum<PairTerms.Smooth> Distance => new(new(), 1, static (one, other) => nn.functional.smooth_l1_loss(one, other, nn.Reduction.Sum));

    private static double Triples(Tensor rows) => Math.Pow(rows.size(0), 3);

    private static IEnumerable<(long First, long Count)> Pieces(Tensor student, Tensor teacher)
    {
        long rows = student.size(0), size = Math.Clamp(PieceElements / Math.Max(1, Math.Max(student.NumberOfElements, teacher.NumberOfElements)), 1, rows);
        for (long first = 0; first < rows; first += size)
            yield return (first, Math.Min(size, rows - first));
    }

    private static Tensor Cosines(Tensor directions) => directions.bmm(directions.transpose(1, 2));

    // [count, B, D]: from row first + i to row j, of length 1.
    private static Tensor Directions(Tensor rows, long first, long count, Tensor? norms)
    {
        long all = rows.size(0), length = rows.size(1);
        Tensor directions = empty(count, all, length, ScalarType.Float32);
        FeatureRows.Run(new Towards(all, length, first, (float*)TensorMemory.Of(rows), (float*)TensorMemory.Of(norms), (float*)TensorMemory.Of(directions)), count * all, length);
        GC.KeepAlive(rows);
        GC.KeepAlive(norms);
        return directions;
    }

    // What the gradient of the directions is for what they are the directions of.
    private static void Project(Tensor directions, Tensor norms, Tensor gradient)
    {
        long length = directions.size(2);
        FeatureRows.Run(new Across(length, (float*)TensorMemory.Of(directions), (float*)TensorMemory.Of(norms), (float*)TensorMemory.Of(gradient)), norms.NumberOfElements, length);
        GC.KeepAlive(directions);
        GC.KeepAlive(norms);
    }

    private readonly struct Towards(long rows, long length, long anchor, float* x, float* norms, float* directions) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            for (long pair = first; pair < end; pair++)
            {
                float* target = directions + pair * length;
                FeatureSums.Mix<V>(1, x + pair % rows * length, -1, x + (anchor + pair / rows) * length, target, length);
                double norm = Math.Sqrt(FeatureSums.Product<V>(target, target, length));
                FeatureSums.Mix<V>(1 / Math.Max(norm, LeastNorm), target, 0, target, target, length);
                if (norms is not null)
                    norms[pair] = (float)norm;
            }
            return 0;
        }
    }

    private readonly struct Across(long length, float* directions, float* norms, float* gradient) : IFeatureWork
    {
        [MethodImpl(Loops.Alone)]
        public double Run<V>(long first, long end) where V : struct, IFloats<V>
        {
            for (long pair = first; pair < end; pair++)
            {
                float* direction = directions + pair * length, slope = gradient + pair * length;
                double norm = norms[pair], along = norm >= LeastNorm ? FeatureSums.Product<V>(direction, slope, length) : 0, scale = 1 / Math.Max(norm, LeastNorm);
                FeatureSums.Mix<V>(scale, slope, -scale * along, direction, slope, length);
            }
            return 0;
        }
    }
}
