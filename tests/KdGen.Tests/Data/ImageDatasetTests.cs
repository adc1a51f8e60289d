using KdGen.Data;

namespace KdGen.Tests.Data;

public sealed class ImageDatasetTests
{
    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"class {i}")];

    /// <summary>Three images of 2x2x3 with labels 0, 299, 7 among 300 classes.</summary>
    private static ImageDataset Three() => new(
        [.. Enumerable.Range(0, 36).Select(i => (byte)(i * 7))], [0, 299, 7], 2, 2, 3, Names(300), mean: [0.5f, 0.25f], std: [0.5f, 2f]);

    [Fact]
    public void Gather_NormalisesInTheOrderOfTheIndices()
    {
        using Batch batch = Three().Gather([2, 0, 2]);

        Assert.Equal([3, 2, 2, 3], batch.X.shape);
        Assert.Equal(3, batch.Size);
        Assert.Equal([7L, 0, 7], batch.Y.data<long>().ToArray());
        float[] x = batch.X.data<float>().ToArray();
        int[] images = [2, 0, 2];
        for (int i = 0; i < x.Length; i++)
        {
            bool first = i % 12 < 6;
            float value = (byte)((images[i / 12] * 12 + i % 12) * 7) / 255f;
            Assert.Equal((value - (first ? 0.5f : 0.25f)) / (first ? 0.5f : 2f), x[i]);
        }
    }

    [Fact]
    public void Gather_TakesLabelsAbove255()
    {
        using Batch batch = Three().Gather([1]);
        Assert.Equal([299L], batch.Y.data<long>().ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Gather_RefusesIndicesOutsideTheSet(int index)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => Three().Gather([0, index]));
        Assert.Contains("3 images", thrown.Message);
    }

    [Fact]
    public void Take_KeepsTheFirstImages()
    {
        ImageDataset all = Three(), two = all.Take(2);

        Assert.Equal(2, two.Count);
        Assert.Equal(300, two.ClassCount);
        Assert.Equal(all.Pixels[..24].ToArray(), two.Pixels.ToArray());
        Assert.Same(all, all.Take(3));
        using Batch mine = two.Gather([1]), theirs = all.Gather([1]);
        Assert.Equal(theirs.X.data<float>().ToArray(), mine.X.data<float>().ToArray());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public void Label_OutsideTheClasses_IsNamed(int label)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[3], [0, 9, label], 1, 1, 1, Names(10), [0], [1]));
        Assert.Equal($"image 2 has label {label}, but there are 10 classes: labels run from 0 to 9", thrown.Message);
    }

    [Fact]
    public void Constructor_RefusesSizesThatDoNotFit()
    {
        Assert.Contains("24 bytes", Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[23], [0, 0], 3, 2, 2, Names(1), [0, 0, 0], [1, 1, 1])).Message);
        Assert.Contains("2 channels", Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[2], [0], 2, 1, 1, Names(1), [0], [1])).Message);
        Assert.Contains("channel 1", Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[2], [0], 2, 1, 1, Names(1), [0, 0], [1, 0])).Message);
    }
}
