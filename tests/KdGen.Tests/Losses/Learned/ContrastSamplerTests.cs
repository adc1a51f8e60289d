using KdGen.Losses;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

public sealed class ContrastSamplerTests
{
    // 200 samples in classes of 20, 30 and 150, mixed.
    private static readonly int[] labels = [.. Enumerable.Range(0, 200).Select(static i => i * 37 % 200 is var place && place < 20 ? 5 : place < 50 ? -3 : 0)];

    private static readonly ContrastSampler sampler = new(labels);

    private static long[][] Draw(long[] anchors, int negatives, long seed)
    {
        using Tensor drawn = sampler.Draw(anchors, negatives, seed);
        return [.. drawn.data<long>().ToArray().Chunk(negatives)];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]    // of the class of 150 less than half of the others
    [InlineData(26)]    // more than half
    [InlineData(50)]    // all
    public void Negatives_AreDistinctAscendingAndOfOtherClasses(int negatives)
    {
        long[] anchors = [.. Enumerable.Range(0, 200).Select(static i => (long)i)];
        long[][] drawn = Draw(anchors, negatives, 1);
        for (int i = 0; i < anchors.Length; i++)
        {
            Assert.Equal(negatives, drawn[i].Length);
            Assert.Equal(drawn[i].Distinct().Order(), drawn[i]);
            Assert.All(drawn[i], sample => Assert.NotEqual(labels[anchors[i]], labels[sample]));
        }
    }

    [Theory]
    [InlineData(51)]
    [InlineData(100)]
    [InlineData(137)]
    [InlineData(149)]
    public void MoreThanThereAre_AreTakenEquallyOften(int negatives)
    {
        int anchor = Array.IndexOf(labels, 0);
        long[] drawn = Assert.Single(Draw([anchor], negatives, 1));
        Assert.Equal(drawn.Order(), drawn);
        Dictionary<long, int> times = drawn.CountBy(static sample => sample).ToDictionary();
        Assert.Equal(50, times.Count);
        Assert.All(times, one =>
        {
            Assert.NotEqual(0, labels[one.Key]);
            Assert.InRange(one.Value, negatives / 50, (negatives + 49) / 50);
        });
    }

    /// <summary>Each of the others equally often: chi-square of the counts, whose variance distinct draws make smaller by the share that is drawn. The bounds are exceeded once in 10,000 seeds.</summary>
    [Theory]
    [InlineData(5, 20)]
    [InlineData(5, 150)]
    [InlineData(0, 10)]
    [InlineData(0, 40)]
    [InlineData(0, 60)]
    public void Negatives_AreUniform(int label, int negatives)
    {
        const int Rounds = 4000;
        long[] anchors = [.. Enumerable.Repeat((long)Array.IndexOf(labels, label), Rounds)];
        var counts = new long[labels.Length];
        foreach (long sample in Draw(anchors, negatives, 7).SelectMany(static row => row))
            counts[sample]++;

        long[] others = [.. counts.Where((_, sample) => labels[sample] != label)];
        double expected = (double)Rounds * negatives / others.Length, share = negatives % others.Length / (double)others.Length;
        double square = others.Sum(count => (count - expected) * (count - expected)) / (Rounds * share * (1 - share)) * (others.Length - 1) / others.Length;

        // Wilson and Hilferty's approximation, at 3.9 deviations.
        double freedom = others.Length - 1, spread = 2 / (9 * freedom);
        Assert.InRange(square, freedom * Math.Pow(1 - spread - (3.9 * Math.Sqrt(spread)), 3), freedom * Math.Pow(1 - spread + (3.9 * Math.Sqrt(spread)), 3));
    }

    /// <summary>A class of one sample beside one of nearly all: either is drawn for the other, as often as it takes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void AClassOfOneSample_AndOneOfNearlyAll_HaveTheOthers(int many)
    {
        const int Negatives = 20;
        var lone = new ContrastSampler([.. Enumerable.Range(0, many + 1).Select(i => i == many / 2 ? 9 : 4)]);
        using Tensor drawn = lone.Draw([many / 2, many, many / 2], Negatives, 3);
        long[][] rows = [.. drawn.data<long>().ToArray().Chunk(Negatives)];
        Assert.All(rows[1], sample => Assert.Equal(many / 2, sample));
        foreach (long[] row in (long[][])[rows[0], rows[2]])
        {
            Assert.All(row, sample => Assert.True(sample != many / 2 && sample >= 0 && sample <= many));
            Assert.Equal(Math.Min(many, Negatives), row.Distinct().Count());
            Assert.Equal(row.Order(), row);
        }
        Assert.True(many <= Negatives || !rows[0].SequenceEqual(rows[2]));
    }

    [Fact]
    public void Seed_DecidesAndRowsDiffer()
    {
        long[][] first = Draw([0, 0, 1], 10, 1);
        Assert.Equal(first, Draw([0, 0, 1], 10, 1));
        Assert.NotEqual(first, Draw([0, 0, 1], 10, 2));
        Assert.NotEqual(first[0], first[1]);
    }

    [Fact]
    public void OneClass_IsRefused()
    {
        var thrown = Assert.Throws<ArgumentException>(static () => new ContrastSampler([3, 3, 3, 3]));
        Assert.StartsWith("all 4 samples of the training set are of class 3: CRD draws negatives from other classes", thrown.Message);
        Assert.StartsWith("the training set is empty", Assert.Throws<ArgumentException>(static () => new ContrastSampler([])).Message);
    }
}
