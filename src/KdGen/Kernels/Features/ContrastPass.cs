using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>
/// The contrastive loss of <see cref="ContrastTerm"/> in one pass over the drawn bank rows, value and gradient, without a copy of them: a stretch of the bank that the processor's cache holds is worked through for some anchors, then the next.
/// </summary>
internal static class ContrastPass
{
    /// <summary>Whether a direction can be evaluated here.</summary>
    public static bool Takes(Tensor anchors, Tensor bank) =>
        anchors.dtype == ScalarType.Float32 && bank.dtype is ScalarType.Float32 or ScalarType.BFloat16 && TensorMemory.Has(anchors) && TensorMemory.Has(bank);

    /// <summary>The sum of both directions' losses, and the gradient of each for its anchors, [B, D] float32.</summary>
    /// <param name="student">One direction.</param>
    /// <param name="teacher">The other, of the same B, N and D and type of the bank.</param>
    /// <param name="positives">[B], a bank row for each anchor.</param>
    /// <param name="negatives">[B, K] int64, bank rows for each anchor in ascending order, contiguous in the machine's memory.</param>
    /// <param name="temperature">T.</param>
    public static (double Value, Tensor Student, Tensor Teacher) Evaluate(ContrastSide student, ContrastSide teacher, long[] positives, Tensor negatives, double temperature) =>
        student.Bank.dtype == ScalarType.Float32
            ? Evaluate<Float32>(student, teacher, positives, negatives, temperature)
            : Evaluate<BFloat16>(student, teacher, positives, negatives, temperature);

    private static (double, Tensor, Tensor) Evaluate<TBank>(ContrastSide student, ContrastSide teacher, long[] positives, Tensor negatives, double temperature)
        where TBank : unmanaged, IElement<TBank>
    {
        if (Vector512.IsHardwareAccelerated && RowLoss.Widest >= 512)
            return ContrastPass<Floats16, TBank>.Run(student, teacher, positives, negatives, temperature);
        if (Vector256.IsHardwareAccelerated && RowLoss.Widest >= 256)
            return ContrastPass<Floats8, TBank>.Run(student, teacher, positives, negatives, temperature);
        return ContrastPass<Floats4, TBank>.Run(student, teacher, positives, negatives, temperature);
    }
}

/// <summary>The pass for one width of vectors and one type of bank. The anchors of both directions are dealt out in groups, and each anchor's sums are its own: the result does not depend on the number of threads.</summary>
internal sealed unsafe class ContrastPass<V, TBank> : IRowBlocks
    where V : struct, IFloats<V>
    where TBank : unmanaged, IElement<TBank>
{
    // A stretch of the bank stays in a core's cache while a group of anchors works on it, and the rows of a piece in its fastest from the scores to the gradient.
    private const int StretchBytes = 1 << 16, PieceBytes = 1 << 14;

    private const int MostPiece = 256, LeastGroup = 8, MostGroup = 64;

    private readonly Side[] sides;
    private readonly long[] positives;
    private readonly long* negatives;
    private readonly int batch, drawn, features, stretch, piece, group, groups;
    private readonly long samples;
    private readonly double temperature;
    private readonly double[] values;

    private ContrastPass(Side[] sides, long[] positives, Tensor negatives, Tensor bank, double temperature)
    {
        (this.sides, this.positives, this.temperature) = (sides, positives, temperature);
        this.negatives = (long*)TensorMemory.Of(negatives);
        (batch, drawn) = (positives.Length, checked((int)negatives.size(1)));
        (samples, features) = (bank.size(0), checked((int)bank.size(1)));
        stretch = Math.Max(1, StretchBytes / sizeof(float) / features);
        piece = Math.Clamp(PieceBytes / sizeof(float) / features / V.Count * V.Count, V.Count, MostPiece);
        int threads = Math.Min(get_num_threads(), Environment.ProcessorCount);
        group = Math.Clamp((batch + threads - 1) / threads, LeastGroup, MostGroup);
        groups = (batch + group - 1) / group;
        values = new double[2 * batch];
    }

    /// <summary>The sum of both directions' losses, and the gradient of each.</summary>
    public static (double Value, Tensor Student, Tensor Teacher) Run(ContrastSide student, ContrastSide teacher, long[] positives, Tensor negatives, double temperature)
    {
        (double constant, double logNoise) = ContrastTerm.Noise(negatives.size(1), student.Bank.size(0));
        Tensor ofStudent = zeros_like(student.Anchors), ofTeacher = zeros_like(teacher.Anchors);
        ContrastPass<V, TBank> pass = new([new(student, ofStudent, logNoise), new(teacher, ofTeacher, logNoise)], positives, negatives, student.Bank, temperature);
        RowThreads.Run(pass, 2 * pass.groups);
        GC.KeepAlive((student, teacher, negatives));
        double value = 0;
        foreach (double part in pass.values)
            value += part;
        return (value / positives.Length + 2 * constant, ofStudent, ofTeacher);
    }

    /// <inheritdoc/>
    public void Run(int block)
    {
        (int number, int of) = Math.DivRem(block, groups);
        Side side = sides[number];
        int first = of * group, end = Math.Min(batch, first + group);
        int* next = stackalloc int[MostGroup];
        float* weights = stackalloc float[MostPiece];
        new Span<int>(next, MostGroup).Clear();

        for (long low = 0; low < samples; low += stretch)
        {
            long top = Math.Min(samples, low + stretch);
            float* bank = Rows(side, low, top);
            for (int anchor = first; anchor < end; anchor++)
            {
                long* rows = negatives + (long)anchor * drawn;
                int from = next[anchor - first], to = from;
                while (to < drawn && rows[to] < top)
                    to++;
                next[anchor - first] = to;
                for (; from < to; from += piece)
                    values[number * batch + anchor] += Repel(side, anchor, bank, rows + from, Math.Min(piece, to - from), weights);
            }
        }
        for (int anchor = first; anchor < end; anchor++)
        {
            long positive = positives[anchor];
            values[number * batch + anchor] += Attract(side, anchor, Rows(side, positive, positive + 1), positive, weights);
            Scale(side.Gradient + (long)anchor * features, (float)(1 / (batch * temperature)));
        }
    }

    /// <summary>Some rows of a bank as floats, at the place where they would stand in a whole bank of floats.</summary>
    [MethodImpl(Loops.Alone)]
    private float* Rows(in Side side, long low, long top)
    {
        if (typeof(TBank) == typeof(Float32))
            return (float*)side.Bank;
        int count = (int)(top - low) * features;
        float* floats = RowBuffers.Of(stretch * features, 1, out _);
        TBank* rows = side.Bank + low * features;
        int i = 0;
        for (; i + V.Count <= count; i += V.Count)
            TBank.Load<V>(rows + i).Store(floats + i);
        for (; i < count; i++)
            floats[i] = TBank.Read(rows + i);
        return floats - low * features;
    }

    /// <summary>Some negatives of an anchor: the sum of softplus(u); the rows by sigmoid(u) are added to the gradient.</summary>
    [MethodImpl(Loops.Alone)]
    private double Repel(in Side side, int anchor, float* bank, long* rows, int count, float* weights)
    {
        Dots(side.Anchors + (long)anchor * features, bank, rows, count, weights);

        // No score, no weight.
        for (int i = count; i % V.Count != 0; i++)
            weights[i] = -1e30f;
        V scale = V.Of(1 / temperature), shift = V.Of(-side.Shift), sum = V.Of(0f);
        for (int i = 0; i < count; i += V.Count)
        {
            V u = V.MultiplyAdd(V.Load(weights + i), scale, shift);
            V e = V.Exp(-V.Abs(u));
            V whole = V.Of(1f) + e;
            V inverse = V.Of(1f) / whole;

            // What 1 + e has lost of a small e comes back.
            sum += V.Max(u, V.Of(0f)) + V.MultiplyAdd(e - (whole - V.Of(1f)), inverse, V.Log(whole));
            V.Select(V.Greater(u, V.Of(0f)), inverse, e * inverse).Store(weights + i);
        }
        Add(side.Gradient + (long)anchor * features, bank, rows, weights, count);
        return V.Sum(sum);
    }

    /// <summary>The positive of an anchor: softplus(-u); its row by sigmoid(u) - 1 is added to the gradient.</summary>
    private double Attract(in Side side, int anchor, float* bank, long row, float* weights)
    {
        Dots(side.Anchors + (long)anchor * features, bank, &row, 1, weights);
        double u = weights[0] / temperature - side.Shift, e = Math.Exp(-Math.Abs(u));
        weights[0] = (float)-((u > 0 ? e : 1) / (1 + e));
        Add(side.Gradient + (long)anchor * features, bank, &row, weights, 1);
        return Math.Max(-u, 0) + Math.Log(1 + e);
    }

    /// <summary>The products of an anchor with some rows.</summary>
    [MethodImpl(Loops.Alone)]
    private void Dots(float* anchor, float* bank, long* rows, int count, float* dots)
    {
        int features = this.features, whole = features - features % V.Count, rest = features - whole;
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            float* a = bank + rows[i] * features, b = bank + rows[i + 1] * features, c = bank + rows[i + 2] * features, d = bank + rows[i + 3] * features;
            V ofA = V.Of(0f), ofB = ofA, ofC = ofA, ofD = ofA;
            for (int f = 0; f < whole; f += V.Count)
            {
                V x = V.Load(anchor + f);
                ofA = V.MultiplyAdd(V.Load(a + f), x, ofA);
                ofB = V.MultiplyAdd(V.Load(b + f), x, ofB);
                ofC = V.MultiplyAdd(V.Load(c + f), x, ofC);
                ofD = V.MultiplyAdd(V.Load(d + f), x, ofD);
            }
            if (rest > 0)
            {
                V x = V.LoadFirst(anchor + whole, rest, 0);
                ofA = V.MultiplyAdd(V.LoadFirst(a + whole, rest, 0), x, ofA);
                ofB = V.MultiplyAdd(V.LoadFirst(b + whole, rest, 0), x, ofB);
                ofC = V.MultiplyAdd(V.LoadFirst(c + whole, rest, 0), x, ofC);
                ofD = V.MultiplyAdd(V.LoadFirst(d + whole, rest, 0), x, ofD);
            }
            Sums(ofA, ofB, ofC, ofD).Store(dots + i);
        }
        for (; i < count; i++)
        {
            float* a = bank + rows[i] * features;
            V sum = V.Of(0f);
            for (int f = 0; f < whole; f += V.Count)
                sum = V.MultiplyAdd(V.Load(a + f), V.Load(anchor + f), sum);
            if (rest > 0)
                sum = V.MultiplyAdd(V.LoadFirst(a + whole, rest, 0), V.LoadFirst(anchor + whole, rest, 0), sum);
            dots[i] = (float)V.Sum(sum);
        }
    }

    /// <summary>Adds some rows by their weights.</summary>
    [MethodImpl(Loops.Alone)]
    private void Add(float* target, float* bank, long* rows, float* weights, int count)
    {
        int features = this.features, whole = features - features % V.Count, rest = features - whole;
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            float* a = bank + rows[i] * features, b = bank + rows[i + 1] * features, c = bank + rows[i + 2] * features, d = bank + rows[i + 3] * features;
            V ofA = V.Of(weights[i]), ofB = V.Of(weights[i + 1]), ofC = V.Of(weights[i + 2]), ofD = V.Of(weights[i + 3]);
            for (int f = 0; f < whole; f += V.Count)
            {
                V one = V.MultiplyAdd(V.Load(a + f), ofA, V.Load(target + f)), other = V.Load(b + f) * ofB;
                one = V.MultiplyAdd(V.Load(c + f), ofC, one);
                other = V.MultiplyAdd(V.Load(d + f), ofD, other);
                (one + other).Store(target + f);
            }
            if (rest > 0)
            {
                V sum = V.MultiplyAdd(V.LoadFirst(a + whole, rest, 0), ofA, V.LoadFirst(target + whole, rest, 0));
                sum = V.MultiplyAdd(V.LoadFirst(b + whole, rest, 0), ofB, sum);
                sum = V.MultiplyAdd(V.LoadFirst(c + whole, rest, 0), ofC, sum);
                V.MultiplyAdd(V.LoadFirst(d + whole, rest, 0), ofD, sum).StoreFirst(target + whole, rest);
            }
        }
        for (; i < count; i++)
        {
            float* a = bank + rows[i] * features;
            V weight = V.Of(weights[i]);
            for (int f = 0; f < whole; f += V.Count)
                V.MultiplyAdd(V.Load(a + f), weight, V.Load(target + f)).Store(target + f);
            if (rest > 0)
                V.MultiplyAdd(V.LoadFirst(a + whole, rest, 0), weight, V.LoadFirst(target + whole, rest, 0)).StoreFirst(target + whole, rest);
        }
    }

    private void Scale(float* values, float factor)
    {
        for (int f = 0; f < features; f++)
            values[f] *= factor;
    }

    /// <summary>The sums of four vectors' lanes, together cheaper than one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(V a, V b, V c, V d)
    {
        Vector128<float> ofA = Fold(a), ofB = Fold(b), ofC = Fold(c), ofD = Fold(d);
        if (Sse3.IsSupported)
            return Sse3.HorizontalAdd(Sse3.HorizontalAdd(ofA, ofB), Sse3.HorizontalAdd(ofC, ofD));
        return Vector128.Create(Vector128.Sum(ofA), Vector128.Sum(ofB), Vector128.Sum(ofC), Vector128.Sum(ofD));
    }

    /// <summary>Four lanes of the same sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Fold(V value)
    {
        if (typeof(V) == typeof(Floats16))
        {
            Vector512<float> lanes = Unsafe.BitCast<V, Vector512<float>>(value);
            Vector256<float> half = lanes.GetLower() + lanes.GetUpper();
            return half.GetLower() + half.GetUpper();
        }
        if (typeof(V) == typeof(Floats8))
        {
            Vector256<float> lanes = Unsafe.BitCast<V, Vector256<float>>(value);
            return lanes.GetLower() + lanes.GetUpper();
        }
        return Unsafe.BitCast<V, Vector128<float>>(value);
    }

    /// <summary>Where a direction's values lie.</summary>
    private readonly struct Side(ContrastSide side, Tensor gradient, double logNoise)
    {
        public readonly float* Anchors = (float*)TensorMemory.Of(side.Anchors);
        public readonly TBank* Bank = (TBank*)TensorMemory.Of(side.Bank);
        public readonly float* Gradient = (float*)TensorMemory.Of(gradient);
        public readonly double Shift = side.LogZ + logNoise;
    }
}
