using KdGen.Data;

namespace KdGen.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    private const int RecordBytes = 3073;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Record r has the given label and pixel bytes (r + 7 * place) mod 256.</summary>
    private static byte[] Records(params int[] labels)
    {
        var bytes = new byte[labels.Length * RecordBytes];
        for (int r = 0; r < labels.Length; r++)
        {
            bytes[r * RecordBytes] = (byte)labels[r];
            for (int i = 0; i < RecordBytes - 1; i++)
                bytes[r * RecordBytes + 1 + i] = (byte)(r + 7 * i);
        }
        return bytes;
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(folder[name], bytes);

    [Fact]
    public void Train_ReadsTheFilesThatExistInOrder()
    {
        Write("data_batch_3.bin", Records(9));
        Write("data_batch_2.bin", Records(3, 0, 7));

        ImageDataset images = Cifar10.Train(folder.Path);

        Assert.Equal([3, 0, 7, 9], images.Labels.ToArray());
        Assert.Equal((4, 10, 3, 32, 32), (images.Count, images.ClassCount, images.Channels, images.Height, images.Width));
        Assert.Equal(Records(3, 0, 7)[(RecordBytes + 1)..(2 * RecordBytes)], images.Pixels.Slice(3072, 3072).ToArray());
        Assert.Equal(Records(9)[1..], images.Pixels[(3 * 3072)..].ToArray());
    }

    [Fact]
    public void Test_ReadsTestBatchWithTheTutorialsNormalisation()
    {
        Write("test_batch.bin", Records(5));

        using Batch batch = Cifar10.Test(folder.Path).Gather([0]);

        Assert.Equal([1, 3, 32, 32], batch.X.shape);
        float[] mean = [0.485f, 0.456f, 0.406f], std = [0.229f, 0.224f, 0.225f];
        float[] x = batch.X.data<float>().ToArray();
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(((byte)(7 * i) / 255f - mean[i / 1024]) / std[i / 1024], x[i]);
        Assert.Equal([5L], batch.Y.data<long>().ToArray());
    }

    [Fact]
    public void ClassNames_AreTheOfficialOnesOrTheFiles()
    {
        Write("test_batch.bin", Records(5));
        Assert.Equal("airplane", Cifar10.Test(folder.Path).ClassNames[0]);

        File.WriteAllText(folder["batches.meta.txt"], "a\nb\nc\nd\ne\nf\ng\nh\ni\r\nj\n\n");
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], Cifar10.Test(folder.Path).ClassNames);

        File.WriteAllText(folder["batches.meta.txt"], "a\nb\n");
        AssertOneLine(Assert.Throws<InvalidDataException>(() => Cifar10.Test(folder.Path)), "batches.meta.txt", "2");
    }

    [Fact]
    public void MissingFolder_IsNamed()
    {
        AssertOneLine(Assert.Throws<DirectoryNotFoundException>(() => Cifar10.Train(folder["nowhere"])), folder["nowhere"]);
        AssertOneLine(Assert.Throws<DirectoryNotFoundException>(() => Cifar10.Test(folder["nowhere"])), folder["nowhere"]);
    }

    [Fact]
    public void MissingFileBetweenOthers_IsNamed()
    {
        Write("data_batch_1.bin", Records(1));
        Write("data_batch_3.bin", Records(2));

        var thrown = Assert.Throws<FileNotFoundException>(() => Cifar10.Train(folder.Path));

        Assert.StartsWith(folder["data_batch_2.bin"] + " is missing between the others", thrown.Message);
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        AssertOneLine(Assert.Throws<FileNotFoundException>(() => Cifar10.Train(folder.Path)), folder.Path, "data_batch_1.bin");
        AssertOneLine(Assert.Throws<FileNotFoundException>(() => Cifar10.Test(folder.Path)), folder["test_batch.bin"]);
    }

    [Theory]
    [InlineData(0 * RecordBytes + 1, "1 bytes", "0 whole records", "1 bytes left over")]
    [InlineData(2 * RecordBytes - 1, "6,145 bytes", "1 whole records", "3,072 bytes left over")]
    [InlineData(2 * RecordBytes + 5, "6,151 bytes", "2 whole records", "5 bytes left over")]
    public void TornFile_TellsItsSizeItsRecordsAndTheRest(int size, params string[] parts)
    {
        Write("data_batch_1.bin", Records(1));
        Write("data_batch_2.bin", [.. Records(1, 2, 3).Take(size)]);

        var thrown = Assert.Throws<InvalidDataException>(() => Cifar10.Train(folder.Path));

        AssertOneLine(thrown, [folder["data_batch_2.bin"], .. parts]);
    }

    [Fact]
    public void EmptyFile_IsNamed()
    {
        Write("test_batch.bin", []);
        AssertOneLine(Assert.Throws<InvalidDataException>(() => Cifar10.Test(folder.Path)), folder["test_batch.bin"], "empty");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(255)]
    public void LabelOverNine_TellsRecordAndValue(int label)
    {
        Write("data_batch_1.bin", Records(1, 2));
        Write("data_batch_2.bin", Records(9, 4, label));

        var thrown = Assert.Throws<InvalidDataException>(() => Cifar10.Train(folder.Path));

        AssertOneLine(thrown, folder["data_batch_2.bin"], "record 2", $"label {label}");
    }

    private static void AssertOneLine(Exception thrown, params string[] parts)
    {
        Assert.DoesNotContain('\n', thrown.Message);
        Assert.All(parts, part => Assert.Contains(part, thrown.Message));
    }
}
