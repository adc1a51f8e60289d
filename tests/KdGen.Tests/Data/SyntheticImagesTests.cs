using System.Security.Cryptography;
using KdGen.Data;

namespace KdGen.Tests.Data;

public sealed class SyntheticImagesTests
{
    // SHA-256 of the first 64 images of seed 1.
    private const string FirstImages = "68B23319E698A35A485FB51773ED316A39B0EA7FC5631B959E71A55CF9B276D6";
    private static readonly int[] FirstLabels = [6, 2, 6, 7, 9, 5, 6, 1, 5, 4];

    [Fact]
    public void Create_DrawsTheSameBytesOnEveryMachine()
    {
        ImageDataset images = SyntheticImages.Create(64, seed: 1);

        Assert.Equal(FirstLabels, images.Labels[..10].ToArray());
        Assert.Equal(FirstImages, Convert.ToHexString(SHA256.HashData(images.Pixels)));
    }

    [Fact]
    public void Create_IsTheBeginningOfEveryLargerSet()
    {
        ImageDataset few = SyntheticImages.Create(5, seed: 3), many = SyntheticImages.Create(50, seed: 3);

        Assert.Equal(many.Labels[..5].ToArray(), few.Labels.ToArray());
        Assert.Equal(many.Pixels[..few.Pixels.Length].ToArray(), few.Pixels.ToArray());
    }

    [Fact]
    public void Create_OtherSeed_OtherImages() =>
        Assert.NotEqual(SyntheticImages.Create(5, seed: 3).Pixels.ToArray(), SyntheticImages.Create(5, seed: 4).Pixels.ToArray());

    [Fact]
    public void Create_UsesEveryClassAboutEquallyOften()
    {
        ImageDataset images = SyntheticImages.Create(2000, seed: 5);

        Assert.Equal((10, 3, 32, 32), (images.ClassCount, images.Channels, images.Height, images.Width));
        // 200 each, deviation 13.
        Assert.All(images.Labels.ToArray().CountBy(label => label), pair => Assert.InRange(pair.Value, 130, 270));
        Assert.Equal(10, images.Labels.ToArray().Distinct().Count());
    }

    [Fact]
    public void Create_RefusesAnEmptySet() => Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticImages.Create(0, 1));
}
