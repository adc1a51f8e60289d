using KdGen.Kernels;

namespace KdGen.Tests.Losses;

/// <summary>What a loss is computed from, in double; row by row.</summary>
/// <param name="Students">Logits that are learned, by parameter.</param>
public sealed record LossInput(int Rows, int Classes, IReadOnlyDictionary<string, double[]> Students, double[] Teacher, long[] Labels)
{
    public const long Ignored = -100;

    /// <summary>A probability of each class, for terms with soft targets.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>What is divided by in place of the rows of the batch.</summary>
    public double? Normaliser { get; init; }

    /// <summary>What decides how a teacher's classes are permuted.</summary>
    public const long PermutationKey = 42;

    /// <summary>For each class of a row the one whose teacher logit it is given.</summary>
    public long[] Sources(int row)
    {
        long stays = RowMath.ArgMax(TeacherRow(row));
        return [.. Enumerable.Range(0, Classes).Select(@class => ClassPermutation.Source(PermutationKey, row, @class, stays, Classes))];
    }

    /// <summary>The largest finite logit in magnitude.</summary>
    public double Largest => Students.Values.Append(Teacher).SelectMany(static logits => logits).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();

    /// <summary>The logits of a row do not differ: standardized they are what rounding makes of a deviation of 0, and only finite can be asked for.</summary>
    public bool IsFlat => Classes == 1 || Teacher.Distinct().Count() == 1;

    /// <summary>What standardizing multiplies differences of the student's logits by at most.</summary>
    public double Steepness => Math.Max(1, Students.Values.Max(logits => logits.Chunk(Classes).Max(static row => 1 / Deviation(row))));

    /// <summary>The same with rows that have no label.</summary>
    public LossInput Ignoring(Func<int, bool> isIgnored) => this with { Labels = [.. Labels.Select((label, row) => isIgnored(row) ? Ignored : label)] };

    /// <summary>The rows from <paramref name="start"/> on, before <paramref name="end"/>.</summary>
    public LossInput Part(int start, int end)
    {
        return this with
        {
            Rows = end - start,
            Students = Students.ToDictionary(static pair => pair.Key, pair => Cut(pair.Value)),
            Teacher = Cut(Teacher),
            Labels = Labels[start..end],
            Targets = Cut(Targets),
        };

        double[] Cut(double[] values) => values[(start * Classes)..(end * Classes)];
    }

    public ReadOnlySpan<double> TeacherRow(int row) => Teacher.AsSpan(row * Classes, Classes);

    public ReadOnlySpan<double> StudentRow(string name, int row) => Students[name].AsSpan(row * Classes, Classes);

    public ReadOnlySpan<double> TargetRow(int row) => Targets.AsSpan(row * Classes, Classes);

    private static double Deviation(double[] row)
    {
        double mean = row.Average();
        return Math.Sqrt(Math.Max(1e-6, row.Average(logit => (logit - mean) * (logit - mean))));
    }
}
