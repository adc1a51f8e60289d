namespace KdGen.Data;

/// <summary>
/// Two classes of rows that are drawn, not downloaded, for a teacher that sees more than its student. Eight hidden numbers decide the class by a rule that is not linear, and a quarter of the labels lies:
/// a teacher's probabilities say more than they do. The first <see cref="SeenColumns"/> columns are mixtures of the hidden numbers under some noise, the others under less.
/// </summary>
/// <remarks>
/// A row depends only on the seed and its place, so a set is the beginning of every larger set of its seed; training, validation and test sets need different seeds. Random numbers are SplitMix64's and
/// arithmetic is IEEE 754's, without functions that it leaves to the library: every machine draws the same values.
/// </remarks>
public static class SyntheticTable
{
    /// <summary>Columns of a row.</summary>
    public const int ColumnCount = 32;

    /// <summary>Those that a student may be given: the first ones.</summary>
    public const int SeenColumns = 12;

    private const int Hidden = 8;
    private const float SeenNoise = 0.2f, OtherNoise = 0.1f, LabelLies = 0.25f, Threshold = -0.1f;

    // Which hidden numbers a column mixes, and how much: the same in every table.
    private static readonly float[,] Mixture = DrawMixture();

    /// <summary>Draws rows.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or the values do not fit in an array.</exception>
    public static TableDataset Create(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / ColumnCount);
        var values = new float[count * ColumnCount];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            var random = new SplitMix64(seed, RandomUse.Row, i);
            labels[i] = Draw(values.AsSpan(i * ColumnCount, ColumnCount), ref random);
        }

        return new TableDataset(values, labels, [.. Enumerable.Range(0, ColumnCount).Select(i => i < SeenColumns ? $"seen {i + 1}" : $"other {i - SeenColumns + 1}")], ["no", "yes"]);
    }

    private static int Draw(Span<float> row, ref SplitMix64 random)
    {
        Span<float> hidden = stackalloc float[Hidden];
        foreach (ref float value in hidden)
            value = Normal(ref random);
        for (int c = 0; c < ColumnCount; c++)
        {
            float sum = (c < SeenColumns ? SeenNoise : OtherNoise) * Normal(ref random);
            for (int h = 0; h < Hidden; h++)
                sum += Mixture[c, h] * hidden[h];
            row[c] = sum;
        }

        // Products and bends: no line parts the classes.
        float score = (hidden[0] * hidden[1]) + (0.8f * hidden[2]) - (0.7f * Math.Abs(hidden[3])) + (0.6f * hidden[4] * hidden[5]) + (0.5f * hidden[6]) + 0.3f;
        int label = score > Threshold ? 1 : 0;
        return random.Unit() < LabelLies ? 1 - label : label;
    }

    private static float[,] DrawMixture()
    {
        var random = new SplitMix64(0, RandomUse.Row, -1);
        var mixture = new float[ColumnCount, Hidden];
        for (int c = 0; c < ColumnCount; c++)
        {
            float length = 0;
            for (int h = 0; h < Hidden; h++)
            {
                mixture[c, h] = Normal(ref random);
                length += mixture[c, h] * mixture[c, h];
            }

            for (int h = 0; h < Hidden; h++)
                mixture[c, h] /= MathF.Sqrt(length);
        }

        return mixture;
    }

    /// <summary>The sum of four uniform numbers, brought to deviation 1: close to normal.</summary>
    private static float Normal(ref SplitMix64 random) => (random.Unit() + random.Unit() + random.Unit() + random.Unit() - 2f) * 1.7320508f;
}
