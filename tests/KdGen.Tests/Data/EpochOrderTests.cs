using KdGen.Data;

namespace KdGen.Tests.Data;

public sealed class EpochOrderTests
{
    // From a second implementation of the documented algorithm, in Python.
    [Theory]
    [InlineData(42, 1, new[] { 2, 9, 4, 3, 0, 8, 1, 7, 6, 5 })]
    [InlineData(42, 2, new[] { 6, 3, 5, 0, 4, 9, 1, 2, 8, 7 })]
    [InlineData(-1, 1, new[] { 0, 7, 1, 9, 8, 4, 3, 6, 5, 2 })]
    public void Shuffled_IsTheDocumentedAlgorithm(long seed, int epoch, int[] expected) =>
        Assert.Equal(expected, EpochOrder.Shuffled(10, seed, epoch));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Shuffled_IsAPermutation(int count) =>
        Assert.Equal(Enumerable.Range(0, count), EpochOrder.Shuffled(count, 7, 3).Order());

    [Fact]
    public void Shuffled_DiffersByEpochAndSeedAndRepeats()
    {
        int[] order = EpochOrder.Shuffled(1000, 7, 3);
        Assert.Equal(order, EpochOrder.Shuffled(1000, 7, 3));
        Assert.NotEqual(order, EpochOrder.Shuffled(1000, 7, 4));
        Assert.NotEqual(order, EpochOrder.Shuffled(1000, 8, 3));
    }

    [Fact]
    public void Shuffled_PutsEveryNumberEverywhereEquallyOften()
    {
        var counts = new int[4, 4];
        for (int epoch = 0; epoch < 8000; epoch++)
        {
            int[] order = EpochOrder.Shuffled(4, 5, epoch);
            for (int place = 0; place < 4; place++)
                counts[place, order[place]]++;
        }
        // 2000 each, deviation 39.
        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 1800, 2200));
    }
}
