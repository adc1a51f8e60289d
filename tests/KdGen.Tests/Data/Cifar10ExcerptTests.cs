using KdGen.Data;

namespace KdGen.Tests.Data;

public sealed class Cifar10ExcerptTests
{
    /// <summary>A test on real images; skipped where there are none.</summary>
    private sealed class ExcerptFactAttribute : FactAttribute
    {
        public ExcerptFactAttribute() => Skip = Folder is null ? "no CIFAR-10 excerpt in shared/data/cifar-10 beside the repository" : null;
    }

    private static string? Folder
    {
        get
        {
            for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                string data = Path.Combine(at.FullName, "../shared/data/cifar-10");
                if (File.Exists(Path.Combine(at.FullName, "KdGen.sln")))
                    return Directory.Exists(data) ? Path.GetFullPath(data) : null;
            }
            return null;
        }
    }

    [ExcerptFact]
    public void Excerpt_HasEveryClassAndTheUsualStatistics()
    {
        ImageDataset train = Cifar10.Train(Folder!), test = Cifar10.Test(Folder!);

        Assert.Equal((10_000, 2_000), (train.Count, test.Count));
        Assert.Equal(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], train.ClassNames);
        Assert.All(train.Labels.ToArray().CountBy(label => label), pair => Assert.InRange(pair.Value, 800, 1200));
        // CIFAR-10's known channel means, 0.491, 0.482, 0.447: colour planes in the right order.
        double[] means = [0.491, 0.482, 0.447];
        for (int c = 0; c < 3; c++)
        {
            double sum = 0;
            for (int i = 0; i < train.Count; i++)
            {
                foreach (byte value in train.Pixels.Slice((i * 3 + c) * 1024, 1024))
                    sum += value;
            }
            Assert.Equal(means[c], sum / train.Count / 1024 / 255, 0.01);
        }
    }
}
